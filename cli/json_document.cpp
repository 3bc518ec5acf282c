#include "cli/json_document.hpp"

#include "cli/display_text.hpp"
#include "core/base/text.hpp"
#include "core/wire/json_writer.hpp"
#include "core/wire/model_fields.hpp"
#include "core/wire/raw_json.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>
#include <memory>
#include <type_traits>

namespace bouts::cli {

namespace {

// Where a field of a model is called otherwise in API.md.
template <class Model>
std::string_view name_in_api(std::string_view field) {
  if constexpr (std::is_same_v<Model, submission>) {
    return field == "status" ? "submission_status" : field;
  } else if constexpr (std::is_same_v<Model, breakdown>) {
    return field == "lanes" ? "lane_breakdown" : field;
  } else if constexpr (std::is_same_v<Model, match_result>) {
    return field == "score" ? "final_score" : field == "state" ? "result_state" : field;
  } else if constexpr (std::is_same_v<Model, token>) {
    return field == "value" ? "token" : field;
  } else {
    return field;
  }
}

class document_writer {
 public:
  template <class Model>
  void object(const Model& model) {
    json_.begin_object();
    auto each = [this](std::string_view name, const auto& field) { member(name_in_api<Model>(name), field); };
    fields(each, const_cast<Model&>(model));  // it only reads
    json_.end_object();
  }
  template <class T>
  void member(std::string_view name, const T& field) {
    if constexpr (std::is_same_v<T, secret>) {
      if (field.empty()) {
        return;  // only the answer that tells it has such a member
      }
    }
    json_.key(name);
    write(field);
  }
  void begin() { json_.begin_object(); }
  std::string end() { return json_.end_object().take(); }
  std::string take() { return json_.take(); }

  void write(bool value) { json_.boolean(value); }
  void write(int value) { json_.integer(value); }
  void write(long long value) { json_.integer(value); }
  void write(double value) { json_.number(value); }
  void write(const std::string& text) { json_.string(to_valid_utf8(text)); }
  void write(wall_time time) { json_.string(format_iso8601(time)); }
  void write(const secret& told) { json_.string(to_valid_utf8(told.reveal())); }
  template <class Rep, class Period>
  void write(std::chrono::duration<Rep, Period> duration) {
    json_.integer(duration.count());  // in the unit that the name has
  }
  template <class Tag>
  void write(const id<Tag>& value) {
    json_.string(value.str());
  }
  template <class Enum>
  void write(const word<Enum>& value) {
    write(value.text());
  }
  template <class T>
  void write(const std::optional<T>& value) {
    if (value) {
      write(*value);
    } else {
      json_.null();
    }
  }
  template <class T>
  void write(const std::vector<T>& items) {
    json_.begin_array();
    for (const T& one : items) {
      write(one);
    }
    json_.end_array();
  }
  template <class T>
  void write(const std::map<std::string, T>& items) {
    json_.begin_object();
    for (const auto& [name, one] : items) {
      json_.key(to_valid_utf8(name));
      write(one);
    }
    json_.end_object();
  }
  template <class Model>
    requires std::is_class_v<Model>
  void write(const Model& model) {
    object(model);
  }

 private:
  json_writer json_;
};

template <class Model>
std::string document(const Model& value) {
  document_writer json;
  json.object(value);
  return json.take();
}

template <class Model>
std::string list_document(std::string_view name, const page<Model>& value) {
  document_writer json;
  json.begin();
  json.member(name, value.items);
  json.member("pagination", value.info);
  return json.end();
}

}  // namespace

std::string to_json(const ping_reply& value) {
  return document(value);
}
std::string to_json(const challenge& value) {
  return document(value);
}
std::string to_json(const page<challenge>& value) {
  return list_document("challenges", value);
}
std::string to_json(const assignments& value) {
  document_writer json;
  json.begin();
  json.member("challenges", value.items);
  json.member("unreadable", value.unreadable);
  return json.end();
}
std::string to_json(const opened_session& value) {
  return document(value);
}
std::string to_json(const session& value) {
  return document(value);
}
std::string to_json(const submission& value) {
  return document(value);
}
std::string to_json(const breakdown& value) {
  return document(value);
}
std::string to_json(const match_result& value) {
  return document(value);
}
std::string to_json(const event_receipt& value) {
  document_writer json;
  json.begin();
  json.member("received", true);
  json.member("seq_num", value.seq_num);
  return json.end();
}
std::string to_json(const connector_receipt& value) {
  return document(value);
}
std::string to_json(const webhook& value) {
  return document(value);
}
std::string to_json(const page<webhook>& value) {
  return list_document("webhooks", value);
}
std::string to_json(const webhook_test& value) {
  return document(value);
}
std::string to_json(const page<webhook_delivery>& value) {
  return list_document("deliveries", value);
}
std::string to_json(const rotated_secret& value) {
  return document(value);
}
std::string to_json(const token& value) {
  return document(value);
}
std::string to_json(const page<token>& value) {
  return list_document("tokens", value);
}
std::string to_json(const dry_run_report& value) {
  return document(value);
}

std::string harmless_json(const std::string& document) {
  std::string made;
  std::string_view rest = document;
  while (!rest.empty()) {
    const std::string_view before = rest;
    const char32_t c = take_character(rest);
    if (is_obeyed_by_terminals(c)) {
      std::array<char, 8> escape{};
      std::snprintf(escape.data(), escape.size(), "\\u%04x", static_cast<unsigned>(c));
      made += escape.data();
    } else {
      made += before.substr(0, before.size() - rest.size());
    }
  }
  return made;
}

result<std::string> field_of(const std::string& document, std::string_view path) {
  raw_json at(std::make_shared<const std::string>(document), "");
  std::string_view rest = path;
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('.'), rest.size());
    at = at[rest.substr(0, end)];
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (!at) {
    return fail(errc::not_found, "the answer has no field " + std::string(path));
  }
  const auto text = at.text();
  return text ? *text : at.str();
}

}  // namespace bouts::cli
