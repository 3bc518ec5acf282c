// The words that a section's table is written in. A section is a list of keys; each key knows its name, how
// its value is read and checked, where it goes, and how it is shown. Unknown keys, the order of reading, and
// the list of all keys follow from the table.
//
//   return {duration_key("timeout", &arena_settings::timeout, {.least = 1s, .most = 5min}),
//           path_key("ca_file", &arena_settings::ca_file)};
#pragma once

#include "config/key_shape.hpp"
#include "config/problems.hpp"
#include "config/reader.hpp"
#include "config/units.hpp"
#include "config/yaml_writer.hpp"

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace arena::config {

template <class S>
struct field {
  std::string name;
  std::function<void(reader&, const place&, S&)> read;  // notes its problems with the reader
  std::function<void(yaml_writer&, const S&)> show;  // writes the key, or nothing when the value is not set
  key_shape shape = {};
};

// Read in this order, whatever the order of the file.
template <class S>
using section = std::vector<field<S>>;

template <class S>
void read_section(reader& r, const place& where, const section<S>& keys, S& into) {
  std::vector<std::string> names;
  for (const auto& key : keys) {
    names.push_back(key.name);
  }
  if (!r.mapping(where, names)) {
    return;
  }
  for (const auto& key : keys) {
    if (const node* found = where.at->find(key.name)) {
      key.read(r, where.key(key.name, *found), into);
    }
  }
}

template <class S>
void show_section(yaml_writer& w, const section<S>& keys, const S& values) {
  for (const auto& key : keys) {
    key.show(w, values);
  }
}

template <class S>
std::vector<named_shape> shapes_of(const section<S>& keys) {
  std::vector<named_shape> shapes;
  for (const auto& key : keys) {
    shapes.push_back({key.name, key.shape});
  }
  return shapes;
}

namespace detail {

template <class T>
const T* set_value(const T& value) {
  return &value;
}
template <class T>
const T* set_value(const std::optional<T>& value) {
  return value ? &*value : nullptr;
}

// A key that holds one value: `read` gives an optional of it, `text` its text form.
template <class S, class T, class Read, class Text>
field<S> scalar_field(std::string name, T S::* target, key_shape shape, Read read, Text text) {
  const S untouched{};
  if (const auto* value = set_value(untouched.*target)) {
    shape.fallback = text(*value);
  }
  const auto show = [name, target, text](yaml_writer& w, const S& from) {
    if (const auto* value = set_value(from.*target)) {
      w.scalar(name, text(*value));
    }
  };
  const auto take = [target, read](reader& r, const place& where, S& into) {
    if (auto value = read(r, where)) {
      into.*target = std::move(*value);
    }
  };
  return {.name = std::move(name), .read = take, .show = show, .shape = std::move(shape)};
}

}  // namespace detail

template <class S>
field<S> boolean_key(std::string name, bool S::* target) {
  return detail::scalar_field(
      std::move(name), target, {.is = key_shape::kind::boolean},
      [](reader& r, const place& where) { return r.boolean(where); },
      [](bool value) { return std::string(value ? "true" : "false"); });
}

// T: int or optional<int>
template <class S, class T>
field<S> number_key(std::string name, T S::* target, number_range range) {
  return detail::scalar_field(
      std::move(name), target, {.is = key_shape::kind::number, .least = range.least, .most = range.most},
      [range](reader& r, const place& where) { return r.number(where, range); },
      [](int value) { return std::to_string(value); });
}

template <class S>
field<S> duration_key(std::string name, milliseconds S::* target, duration_range range) {
  return detail::scalar_field(
      std::move(name), target,
      {.is = key_shape::kind::duration,
       .least = range.least_against_loopback.value_or(range.least).count(),
       .most = range.most.count(),
       .zero_too = range.zero_too},
      [range](reader& r, const place& where) { return r.duration(where, range); }, duration_text);
}

template <class S>
field<S> size_key(std::string name, std::uint64_t S::* target, size_range range) {
  return detail::scalar_field(
      std::move(name), target,
      {.is = key_shape::kind::size,
       .least = static_cast<std::int64_t>(range.least),
       .zero_too = range.zero_too},
      [range](reader& r, const place& where) { return r.size(where, range); }, size_text);
}

// One of a few words, each with its value.
template <class S, class E>
field<S> choice_key(std::string name, E S::* target, std::vector<std::pair<std::string, E>> choices) {
  std::vector<std::string> names;
  for (const auto& choice : choices) {
    names.push_back(choice.first);
  }
  const auto read = [names, choices](reader& r, const place& where) -> std::optional<E> {
    const auto index = r.choice(where, names);
    return index ? std::optional(choices[*index].second) : std::nullopt;
  };
  const auto text = [choices](E value) {
    const auto found = std::ranges::find(choices, value, &std::pair<std::string, E>::second);
    return found == choices.end() ? std::string() : found->first;
  };
  return detail::scalar_field(std::move(name), target, {.is = key_shape::kind::choice, .choices = names},
                              read, text);
}

// Reads a text and checks it; gives nothing after noting a problem. May change it (a path becomes absolute).
using text_rule = std::function<std::optional<std::string>(reader&, const place&)>;

// T: std::string or optional<std::string>
template <class S, class T>
field<S> text_key(std::string name, T S::* target, text_rule rule) {
  return detail::scalar_field(std::move(name), target, {}, std::move(rule), without_secrets);
}

template <class S, class T>
field<S> path_key(std::string name, T S::* target) {
  return text_key(std::move(name), target, [](reader& r, const place& where) { return r.path(where); });
}

// Shown masked; left out when empty.
template <class S>
field<S> secret_key(std::string name, bouts::secret S::* target, reader::secret_shape shape) {
  const auto show = [name, target](yaml_writer& w, const S& from) {
    if (!(from.*target).empty()) {
      w.scalar(name, (from.*target).masked());
    }
  };
  const auto read = [target, shape = std::move(shape)](reader& r, const place& where, S& into) {
    if (auto value = r.secret(where, shape)) {
      into.*target = std::move(*value);
    }
  };
  return {.name = std::move(name), .read = read, .show = show};
}

namespace detail {

template <class S, class Read>
field<S> list_field(std::string name, std::vector<std::string> S::* target, key_shape::kind kind, Read read) {
  const auto show = [name, target](yaml_writer& w, const S& from) {
    std::vector<std::string> items;
    for (const auto& item : from.*target) {
      items.push_back(without_secrets(item));
    }
    w.list(name, items);
  };
  const auto take = [target, read](reader& r, const place& where, S& into) {
    if (auto items = read(r, where)) {
      into.*target = std::move(*items);
    }
  };
  return {.name = std::move(name), .read = take, .show = show, .shape = {.is = kind}};
}

}  // namespace detail

template <class S>
field<S> list_key(std::string name, std::vector<std::string> S::* target, reader::item_reader read_item) {
  return detail::list_field(
      std::move(name), target, key_shape::kind::list,
      [read_item = std::move(read_item)](reader& r, const place& where) { return r.list(where, read_item); });
}

// A command line: a list of words, or a string that is split.
template <class S>
field<S> words_key(std::string name, std::vector<std::string> S::* target) {
  return detail::list_field(std::move(name), target, key_shape::kind::words,
                            [](reader& r, const place& where) { return r.words(where); });
}

// A section within this one.
template <class S, class T>
field<S> section_key(std::string name, T S::* target, section<T> keys) {
  key_shape shape{.is = key_shape::kind::section, .inner = shapes_of(keys)};
  const auto show = [name, target, keys](yaml_writer& w, const S& from) {
    w.begin(name);
    show_section(w, keys, from.*target);
    w.end();
  };
  const auto read = [target, keys](reader& r, const place& where, S& into) {
    read_section(r, where, keys, into.*target);
  };
  return {.name = std::move(name), .read = read, .show = show, .shape = std::move(shape)};
}

}  // namespace arena::config
