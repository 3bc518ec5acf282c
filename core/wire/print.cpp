#include "core/wire/print.hpp"

#include "core/base/text.hpp"
#include "core/wire/json_writer.hpp"
#include "core/wire/model_fields.hpp"

#include <map>

namespace bouts {

namespace {

constexpr std::size_t max_text_units = 200;  // of one field

// Says each field that there is.
class printer {
 public:
  explicit printer(std::string_view name) : text_(name) { text_ += '{'; }

  template <class T>
  void operator()(std::string_view name, const T& field) {
    if (is_there(field)) {
      separate();
      text_ += name;
      text_ += ": ";
      say(field);
    }
  }
  std::string take() {
    text_ += '}';
    return std::move(text_);
  }

 private:
  template <class T>
  static bool is_there(const T& field) {
    if constexpr (requires { field.has_value(); }) {
      return field.has_value();
    } else if constexpr (requires { field.empty(); }) {
      return !field.empty();
    } else {
      return true;
    }
  }

  void separate() { text_ += text_.ends_with('{') || text_.ends_with('[') ? "" : ", "; }

  void say(bool flag) { text_ += flag ? "true" : "false"; }
  void say(int number) { text_ += std::to_string(number); }
  void say(double number) { append_json_number(text_, number); }
  void say(const std::string& field) { text_ += '"' + printable(to_valid_utf8(field), max_text_units) + '"'; }
  void say(wall_time time) { text_ += format_iso8601(time); }
  void say(const secret& hidden) { text_ += hidden.masked(); }
  template <class Rep, class Period>
  void say(std::chrono::duration<Rep, Period> duration) {
    text_ += format_duration(duration);
  }
  template <class Tag>
  void say(const id<Tag>& field) {
    text_ += field.str();
  }
  template <class Enum>
  void say(const word<Enum>& field) {
    text_ += printable(to_valid_utf8(field.text()), max_text_units);
  }
  template <class T>
  void say(const std::optional<T>& field) {
    say(*field);
  }
  template <class T>
  void say(const std::vector<T>& items) {
    text_ += '[';
    for (const T& one : items) {
      separate();
      say(one);
    }
    text_ += ']';
  }
  template <class T>
  void say(const std::map<std::string, T>& items) {
    text_ += '{';
    for (const auto& [name, one] : items) {
      (*this)(printable(to_valid_utf8(name), max_text_units), one);
    }
    text_ += '}';
  }
  template <class Model>
    requires requires(const Model& model) { to_string(model); }
  void say(const Model& model) {
    text_ += to_string(model);
  }

  std::string text_;
};

template <class Model>
std::string print(std::string_view name, const Model& value) {
  printer with(name);
  fields(with, const_cast<Model&>(value));  // a printer only reads
  return with.take();
}

}  // namespace

std::string to_string(const ping_reply& value) {
  return print("ping_reply", value);
}
std::string to_string(const challenge& value) {
  return print("challenge", value);
}
std::string to_string(const assignment& value) {
  return print("assignment", value);
}
std::string to_string(const opened_session& value) {
  return print("opened_session", value);
}
std::string to_string(const session& value) {
  return print("session", value);
}
std::string to_string(const submission_event& value) {
  return print("submission_event", value);
}
std::string to_string(const submission& value) {
  return print("submission", value);
}
std::string to_string(const lane_score& value) {
  return print("lane_score", value);
}
std::string to_string(const breakdown& value) {
  return print("breakdown", value);
}
std::string to_string(const match_result& value) {
  return print("match_result", value);
}
std::string to_string(const page_info& value) {
  return print("page_info", value);
}
std::string to_string(const connector_receipt& value) {
  return print("connector_receipt", value);
}
std::string to_string(const webhook& value) {
  return print("webhook", value);
}
std::string to_string(const webhook_test& value) {
  return print("webhook_test", value);
}
std::string to_string(const webhook_delivery& value) {
  return print("webhook_delivery", value);
}
std::string to_string(const rotated_secret& value) {
  return print("rotated_secret", value);
}
std::string to_string(const webhook_event& value) {
  return print("webhook_event", value);
}
std::string to_string(const token& value) {
  return print("token", value);
}
std::string to_string(const dry_run_check& value) {
  return print("dry_run_check", value);
}
std::string to_string(const dry_run_report& value) {
  return print("dry_run_report", value);
}

std::string to_string(const error& value) {
  return std::string(to_string(value.kind)) + ": " + value.describe();
}

}  // namespace bouts
