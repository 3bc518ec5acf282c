#include "core/wire/raw_json.hpp"

#include "core/wire/json_reader.hpp"

#include <charconv>

namespace bouts {

namespace {

using wire::json_document;
using wire::json_value;

// A name as a step of a path (RFC 6901 §3), and back.
std::string escaped(std::string_view name) {
  std::string made;
  for (const char c : name) {
    if (c == '~' || c == '/') {
      made += c == '~' ? "~0" : "~1";
    } else {
      made += c;
    }
  }
  return made;
}

std::string unescaped(std::string_view step) {
  std::string made;
  for (std::size_t i = 0; i < step.size(); ++i) {
    if (step[i] == '~' && i + 1 < step.size()) {
      made += step[++i] == '0' ? '~' : '/';
    } else {
      made += step[i];
    }
  }
  return made;
}

json_value one_step(json_value from, std::string_view step) {
  if (!from.is_array()) {
    return from[unescaped(step)];
  }
  std::size_t place = 0;
  const auto [end, ec] = std::from_chars(step.data(), step.data() + step.size(), place);
  const auto items = from.items();
  const bool there = ec == std::errc() && end == step.data() + step.size() && place < items.size();
  return there ? items[place] : json_value();
}

// What `read` makes of the value at `path`; of nothing when there is none.
template <class Read>
auto at(const std::shared_ptr<const std::string>& answer, std::string_view path, Read read)
    -> decltype(read(json_value())) {
  if (!answer) {
    return read(json_value());
  }
  const auto document = json_document::parse(*answer, "what was received");
  if (!document) {
    return read(json_value());
  }
  json_value value = document->root();
  while (value && !path.empty()) {
    path.remove_prefix(1);  // the slash
    const std::size_t length = std::min(path.find('/'), path.size());
    value = one_step(value, path.substr(0, length));
    path.remove_prefix(length);
  }
  return read(value);
}

}  // namespace

raw_json raw_json::operator[](std::string_view name) const {
  return {answer_, path_ + "/" + escaped(name)};
}

raw_json::operator bool() const {
  return at(answer_, path_, [](json_value value) { return static_cast<bool>(value); });
}

std::optional<std::string> raw_json::text() const {
  return at(answer_, path_, [](json_value value) { return value.text(); });
}

std::optional<double> raw_json::number() const {
  return at(answer_, path_, [](json_value value) { return value.number(); });
}

std::optional<bool> raw_json::boolean() const {
  return at(answer_, path_, [](json_value value) { return value.boolean(); });
}

std::optional<wall_time> raw_json::time() const {
  return at(answer_, path_, [](json_value value) { return value.time(); });
}

std::vector<std::string> raw_json::names() const {
  return at(answer_, path_, [](json_value value) {
    std::vector<std::string> found;
    for (const auto& [name, field] : value.members()) {
      found.emplace_back(name);
    }
    return found;
  });
}

std::size_t raw_json::size() const {
  return at(answer_, path_, [](json_value value) { return value.items().size(); });
}

std::string raw_json::str() const {
  return at(answer_, path_, [](json_value value) { return value.json(); });
}

}  // namespace bouts
