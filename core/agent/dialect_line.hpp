// The part of each dialect that reads lines and keeps the account: a dialect says what a tree means, or that
// it is to be ignored and by which name. For the .cpp files of this room only.
#pragma once

#include "core/agent/dialect.hpp"
#include "core/agent/dialect_json.hpp"
#include "core/agent/dialect_scribe.hpp"

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>

namespace arena {

class line_dialect : public dialect {
 public:
  explicit line_dialect(std::string workdir) : scribe_(std::move(workdir)) {}

  void read(std::string_view line, bouts::wall_time now, const event_handler& on_event) final {
    const auto tree = json::tree_of(parser_, line);
    if (!tree) {
      ++report_.noise_lines;
      return;
    }
    scribe_.begin(now, on_event);
    std::string ignored = map(tree);
    if (ignored.empty()) {
      ++report_.mapped_lines;
      return;
    }
    const bool full = report_.ignored.size() >= max_ignored_names && !report_.ignored.contains(ignored);
    ++report_.ignored[full ? "other" : std::string(json::head(ignored, 64))];
  }
  const run_report& report() const noexcept final { return report_; }

 protected:
  // Says what the line means to `scribe_` and `report_`: "" when it did, else the name under which the line
  // is ignored.
  virtual std::string map(const json::maybe& line) = 0;

  void append_answer(std::string_view piece) {
    report_.answer += json::head(piece, max_answer_bytes - std::min(max_answer_bytes, report_.answer.size()));
  }

  dialect_scribe scribe_;
  run_report report_;

 private:
  simdjson::dom::parser parser_;
};

}  // namespace arena
