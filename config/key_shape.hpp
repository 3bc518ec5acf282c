// What may stand at a key, as far as it can be said without reading a value: for the list of all keys, and
// for the schema that editors check a file against.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace arena::config {

struct named_shape;

struct key_shape {
  enum class kind {
    text,
    boolean,
    number,    // `least` to `most`
    duration,  // `least` to `most`, in milliseconds
    size,      // `least` and more, in bytes
    choice,    // one of `choices`
    list,      // of texts
    words,     // a command: a list of texts, or one text
    texts,     // a mapping of names to texts
    text_or_mapping,
    section,   // a mapping of `inner`
    sections,  // a list of such
  };
  kind is = kind::text;
  std::int64_t least = 0;
  std::int64_t most = 0;
  bool zero_too = false;  // 0 is allowed below `least`
  std::vector<std::string> choices = {};
  std::vector<named_shape> inner = {};
  std::optional<std::string> fallback = {};  // what counts where the key is not there, as it would be written
};

struct named_shape {
  std::string name;
  key_shape shape;
};

}  // namespace arena::config
