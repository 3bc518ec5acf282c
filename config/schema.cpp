#include "config/schema.hpp"

#include "config/key_shape.hpp"
#include "config/sections.hpp"
#include "config/units.hpp"
#include "core/wire/json_writer.hpp"

#include <array>
#include <string_view>

namespace arena::config {

namespace {

using bouts::json_writer;
using kind = key_shape::kind;

// YAML reads "7" and "true" in other types than text; where a text is wanted they are one.
constexpr std::array<std::string_view, 3> text_types = {"string", "number", "boolean"};

void put_text_type(json_writer& to) {
  to.key("type").begin_array();
  for (const auto type : text_types) {
    to.string(type);
  }
  to.end_array();
}

void put_texts(json_writer& to) {
  to.key("type").string("array");
  to.key("items").begin_object();
  put_text_type(to);
  to.end_object();
}

void put_pattern(json_writer& to, std::string_view pattern) {
  to.begin_object();
  to.key("type").string("string");
  to.key("pattern").string(pattern);
  to.end_object();
}

void put_whole(json_writer& to, std::int64_t least, std::optional<std::int64_t> most) {
  to.begin_object();
  to.key("type").string("integer");
  to.key("minimum").integer(least);
  if (most) {
    to.key("maximum").integer(*most);
  }
  to.end_object();
}

// Stands beside every value that is not a text: ${NAME}, file:PATH, credential:NAME.
void put_reference(json_writer& to) {
  to.begin_object();
  to.key("$ref").string("#/definitions/reference");
  to.end_object();
}

// The ways to write a value, one of which counts.
void put_ways(json_writer& to, const key_shape& shape) {
  to.key("anyOf").begin_array();
  switch (shape.is) {
    case kind::boolean:
      to.begin_object();
      to.key("type").string("boolean");
      to.end_object();
      break;
    case kind::number:
      put_whole(to, shape.least, shape.most);
      break;
    case kind::duration:
      put_pattern(to, "^[0-9]+(ms|s|m|h|d)$");
      if (shape.zero_too || shape.least == 0) {
        put_whole(to, 0, 0);
      }
      break;
    case kind::size:
      put_pattern(to, "^[0-9]+[KMG]?$");
      put_whole(to, shape.zero_too ? 0 : shape.least, std::nullopt);
      break;
    default: {
      to.begin_object();
      to.key("enum").begin_array();
      for (const auto& choice : shape.choices) {
        to.string(choice);
      }
      to.end_array();
      to.end_object();
    }
  }
  put_reference(to);
  to.end_array();
}

std::string described_range(const key_shape& shape) {
  const std::string zero = shape.zero_too ? "0 or " : "";
  if (shape.is == kind::duration) {
    return zero + "from " + duration_text(milliseconds(shape.least)) + " to " +
           duration_text(milliseconds(shape.most)) + ", such as 250ms, 5s, 30m, 2h or 30d";
  }
  if (shape.is == kind::size) {
    return zero + size_text(static_cast<std::uint64_t>(shape.least)) +
           " or more, such as 512, 64K, 64M or 4G";
  }
  return {};
}

void put_fallback(json_writer& to, const key_shape& shape) {
  if (!shape.fallback || shape.fallback->empty()) {
    return;
  }
  to.key("default");
  shape.is == kind::boolean || shape.is == kind::number ? to.raw(*shape.fallback)
                                                        : to.string(*shape.fallback);
}

void put_section(json_writer& to, const std::vector<named_shape>& keys);

void put_shape(json_writer& to, const key_shape& shape) {
  to.begin_object();
  if (const auto range = described_range(shape); !range.empty()) {
    to.key("description").string(range);
  }
  switch (shape.is) {
    case kind::text:
      put_text_type(to);
      break;
    case kind::text_or_mapping:
      to.key("type").begin_array();
      for (const auto type : text_types) {
        to.string(type);
      }
      to.string("object").end_array();
      break;
    case kind::list:
      put_texts(to);
      break;
    case kind::words:
      to.key("anyOf").begin_array().begin_object();
      put_texts(to);
      to.end_object().begin_object();
      to.key("type").string("string");
      to.end_object().end_array();
      break;
    case kind::texts:
      to.key("type").string("object");
      to.key("additionalProperties").begin_object();
      put_text_type(to);
      to.end_object();
      break;
    case kind::section:
      put_section(to, shape.inner);
      break;
    case kind::sections:
      to.key("type").string("array");
      to.key("minItems").integer(1);
      to.key("items").begin_object();
      put_section(to, shape.inner);
      to.end_object();
      break;
    default:
      put_ways(to, shape);
  }
  put_fallback(to, shape);
  to.end_object();
}

// One without keys may be written as nothing at all.
void put_section(json_writer& to, const std::vector<named_shape>& keys) {
  to.key("type").begin_array().string("object").string("null").end_array();
  to.key("additionalProperties").boolean(false);
  to.key("properties").begin_object();
  for (const auto& [name, shape] : keys) {
    to.key(name);
    put_shape(to, shape);
  }
  to.end_object();
}

// For people: each member on a line of its own.
std::string indented(std::string_view json) {
  std::string text;
  std::size_t depth = 0;
  bool in_string = false;
  const auto line = [&] { text += "\n" + std::string(depth * 2, ' '); };
  for (std::size_t i = 0; i < json.size(); ++i) {
    const char c = json[i];
    if (in_string || c == '"') {
      in_string = c == '"' ? !in_string : in_string;
      text += c;
      if (c == '\\') {
        text += json[++i];
      }
    } else if (c == '{' || c == '[') {
      text += c;
      ++depth;
      line();
    } else if (c == '}' || c == ']') {
      --depth;
      line();
      text += c;
    } else {
      text += c;
      text += c == ':' ? " " : "";
      if (c == ',') {
        line();
      }
    }
  }
  return text + "\n";
}

}  // namespace

std::string json_schema() {
  json_writer to;
  to.begin_object();
  to.key("$schema").string("http://json-schema.org/draft-07/schema#");
  to.key("title").string("The configuration of arena-connect");
  put_section(to, shapes_of(top_keys()));
  to.key("definitions").begin_object();
  to.key("reference");
  put_pattern(to, R"(\$\{|^(file|credential):[^:])");
  to.end_object();
  to.end_object();
  return indented(to.take());
}

}  // namespace arena::config
