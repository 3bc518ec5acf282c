#include "config/reader.hpp"

#include "config/paths.hpp"
#include "config/problems.hpp"
#include "config/units.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace arena::config {

namespace {

std::optional<long long> parse_whole(std::string_view text) {
  long long value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc{} || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

struct counted_unit {
  std::string_view name;
  std::string_view plural;
  milliseconds one;
};
constexpr std::array<counted_unit, 3> counted_units = {{{"ms", "milliseconds", milliseconds{1}},
                                                        {"s", "seconds", milliseconds{1'000}},
                                                        {"m", "minutes", milliseconds{60'000}}}};

const counted_unit& unit_named(std::string_view name) {
  return *std::ranges::find(counted_units, name, &counted_unit::name);
}

// "from 1s to 1h (from 50ms only against a loopback arena)", written by `show`.
template <class Show>
std::string range_text(const duration_range& range, Show show) {
  std::string text = "from " + show(range.least) + " to " + show(range.most);
  if (range.least_against_loopback) {
    text += " (from " + show(*range.least_against_loopback) + " only against a loopback arena)";
  }
  return text;
}

bool is_within(const duration_range& range, milliseconds value, bool soft) {
  const auto least = soft && range.least_against_loopback ? *range.least_against_loopback : range.least;
  return (range.zero_too && value == milliseconds{0}) || (value >= least && value <= range.most);
}

// Of the right type but out of its range, or not of the type at all.
problem_kind kind_of(bool right_type) {
  return right_type ? problem_kind::bad_value : problem_kind::wrong_type;
}

}  // namespace

std::optional<bool> reader::boolean(const place& where) {
  const auto value = text(where, "true or false");
  if (!value) {
    return std::nullopt;
  }
  for (const bool meant : {true, false}) {
    const std::array<std::string_view, 3> forms =
        meant ? std::array<std::string_view, 3>{"true", "True", "TRUE"}
              : std::array<std::string_view, 3>{"false", "False", "FALSE"};
    if (std::ranges::find(forms, *value) != forms.end()) {
      return meant;
    }
  }
  complain_expected(where, "true or false");
  return std::nullopt;
}

std::optional<int> reader::number(const place& where, number_range range) {
  const std::string what =
      "a whole number from " + std::to_string(range.least) + " to " + std::to_string(range.most);
  const auto value = text(where, what);
  if (!value) {
    return std::nullopt;
  }
  const auto whole = parse_whole(*value);
  if (!whole || *whole < range.least || *whole > range.most) {
    complain_expected(where, what, kind_of(whole.has_value()));
    return std::nullopt;
  }
  return static_cast<int>(*whole);
}

std::optional<milliseconds> reader::duration(const place& where, const duration_range& range) {
  if (!where.at->unit.empty()) {
    return counted(where, range);
  }
  const std::string what =
      (range.zero_too ? "0 or a duration " : "a duration ") + range_text(range, duration_text);
  const auto value = text(where, what);
  if (!value) {
    return std::nullopt;
  }
  const auto parsed = parse_duration(*value);
  if (!parsed && parse_whole(*value)) {
    complain(
        where,
        "expected " + what + ", found " + described(*where.at) + "; write a unit behind it: ms, s, m, h or d",
        problem_kind::wrong_type);
    return std::nullopt;
  }
  if (!parsed || !is_within(range, *parsed, soft_rules())) {
    complain_expected(where, what, kind_of(parsed.has_value()));
    return std::nullopt;
  }
  return parsed;
}

// A bare number of some unit, as flags, environment and the npm connector's file have it.
std::optional<milliseconds> reader::counted(const place& where, const duration_range& range) {
  const auto& unit = unit_named(where.at->unit);
  const auto in_units = [&unit](milliseconds time) {
    return std::to_string(std::max<milliseconds::rep>(time.count() > 0 ? 1 : 0, time / unit.one));
  };
  const std::string what = (range.zero_too ? "0 or a whole number of " : "a whole number of ") +
                           std::string(unit.plural) + " " + range_text(range, in_units);
  const auto value = text(where, what);
  if (!value) {
    return std::nullopt;
  }
  const auto whole = parse_whole(*value);
  if (!whole || *whole < 0 || *whole > range.most / unit.one ||
      !is_within(range, *whole * unit.one, soft_rules())) {
    complain_expected(where, what, kind_of(whole.has_value()));
    return std::nullopt;
  }
  return *whole * unit.one;
}

std::optional<std::uint64_t> reader::size(const place& where, size_range range) {
  const std::string what = std::string(range.zero_too ? "0 or a size of " : "a size of ") +
                           size_text(range.least) + " or more, such as 64M or 4G";
  const auto value = text(where, what);
  if (!value) {
    return std::nullopt;
  }
  const auto parsed = parse_size(*value);
  if (!parsed || (*parsed < range.least && !(range.zero_too && *parsed == 0))) {
    complain_expected(where, what, kind_of(parsed.has_value()));
    return std::nullopt;
  }
  return parsed;
}

std::optional<std::size_t> reader::choice(const place& where, const std::vector<std::string>& names) {
  const std::string what = joined(names, "or");
  const auto value = text(where, what);
  if (!value) {
    return std::nullopt;
  }
  const auto found = std::ranges::find(names, *value);
  if (found == names.end()) {
    complain_expected(where, what, problem_kind::bad_value);
    return std::nullopt;
  }
  return static_cast<std::size_t>(found - names.begin());
}

std::optional<std::string> reader::path(const place& where) {
  const auto value = filled_text(where, "a path");
  if (!value) {
    return std::nullopt;
  }
  if (is_home_path(*value)) {
    complain(where, "'~' means nothing here; write ${HOME} instead");
    return std::nullopt;
  }
  return absolute_path(directory_, *value);
}

std::optional<bouts::secret> reader::secret(const place& where, const secret_shape& shape) {
  auto value = filled_text(where, shape.what);
  if (value && where.at->literal) {  // --key file:PATH
    value = follow(where, *value);
  }
  if (!value) {
    return std::nullopt;
  }
  note_secret(where);
  if (!shape.fits(*this, *value)) {
    const auto hint = shape.hint(*value);
    complain(
        where,
        "expected " + shape.what + ", found " +
            (hint.empty() ? "a text of " + std::to_string(value->size()) + " characters (not shown)" : hint));
    return std::nullopt;
  }
  return bouts::secret(std::move(*value));
}

std::optional<std::vector<std::string>> reader::list(const place& where, const item_reader& read_item) {
  if (where.at->kind != node_kind::list) {
    complain_expected(where, "a list such as [a, b]");
    return std::nullopt;
  }
  std::optional<std::vector<std::string>> items(std::in_place);
  for (std::size_t i = 0; i < where.at->items.size(); ++i) {
    auto item = read_item(*this, where.item(i));
    if (item && items) {
      items->push_back(std::move(*item));
    } else {
      items.reset();
    }
  }
  return items;
}

std::optional<std::vector<std::string>> reader::words(const place& where) {
  constexpr std::string_view what = "a command: a list of words, or a string";
  if (where.at->kind == node_kind::list) {
    return list(where, [](reader& r, const place& item) { return r.text(item, "a word of a command"); });
  }
  const auto line = text(where, what);
  if (!line) {
    return std::nullopt;
  }
  auto split = split_words(*line);
  if (!split) {
    complain(where, "a quote is left open, or a '\\' ends the command, in " + described(*where.at));
  }
  return split;
}

}  // namespace arena::config
