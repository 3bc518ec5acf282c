// One thing as lines of "name: value", of the fields that its model names (core/wire/model_fields.hpp). What
// is not there has no line; texts of several lines come last, each under its name.
#pragma once

#include "cli/display_text.hpp"
#include "cli/table.hpp"
#include "core/base/ids.hpp"
#include "core/base/secret.hpp"
#include "core/wire/model_fields.hpp"
#include "core/wire/word.hpp"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace bouts::cli {

class details {
 public:
  explicit details(const style& how) : how_(how) {}

  // A field of a model: "starts_at" is called "starts at", a duration without its unit.
  template <class T>
  void operator()(std::string_view name, const T& field) {
    add(label_of(name), field);
  }
  void line(std::string label, std::string text, paint colour = paint::none);
  std::string take() const;

 private:
  static std::string label_of(std::string_view name);

  void add(const std::string& label, bool value) { line(label, value ? "yes" : "no"); }
  void add(const std::string& label, int value) { line(label, std::to_string(value)); }
  void add(const std::string& label, double value) { line(label, number_text(value)); }
  void add(const std::string& label, const std::string& text);
  void add(const std::string& label, wall_time time) { line(label, full_time(time, how_.now)); }
  void add(const std::string& label, const secret& told) { add(label, std::string(told.reveal())); }
  void add(const std::string& label, const lane_score& lane);
  void add(const std::string& label, const submission_event& event);
  void add(const std::string& label, const dry_run_check& check);
  template <class Rep, class Period>
  void add(const std::string& label, std::chrono::duration<Rep, Period> duration) {
    line(label, format_duration(duration));
  }
  template <class Tag>
  void add(const std::string& label, const id<Tag>& value) {
    line(label, value.str());
  }
  template <class Enum>
  void add(const std::string& label, const word<Enum>& value) {
    const std::string text = clean(value.text());
    line(label, text, paint_of(text));
  }
  template <class T>
  void add(const std::string& label, const std::optional<T>& value) {
    if (value) {
      add(label, *value);
    }
  }
  // Words are short, and stand on one line.
  template <class Enum>
  void add(const std::string& label, const std::vector<word<Enum>>& words) {
    std::string text;
    for (const word<Enum>& one : words) {
      text += (text.empty() ? "" : " ") + clean(one.text());
    }
    line(label, text);
  }
  template <class T>
  void add(const std::string& label, const std::vector<T>& items) {
    for (const T& one : items) {
      add(label, one);
    }
  }
  template <class T>
  void add(const std::string&, const std::map<std::string, T>& items) {
    for (const auto& [name, one] : items) {
      add(clean(name), one);
    }
  }

  struct labelled {
    std::string label;
    std::string text;
    paint colour;
  };
  style how_;
  std::vector<labelled> lines_;
  std::vector<labelled> blocks_;
};

template <class Model>
std::string details_of(const Model& value, const style& how) {
  details made(how);
  fields(made, const_cast<Model&>(value));  // it only reads
  return made.take();
}

}  // namespace bouts::cli
