#include "cli/details.hpp"

#include <algorithm>
#include <array>

namespace bouts::cli {

namespace {

constexpr std::size_t longest_line = 160;  // columns; what is longer stands in a block of its own

}  // namespace

std::string details::label_of(std::string_view name) {
  constexpr std::array<std::string_view, 3> units = {"_minutes", "_seconds", "_ms"};
  for (const std::string_view unit : units) {
    if (name.ends_with(unit)) {
      name.remove_suffix(unit.size());
    }
  }
  std::string label(name);
  std::ranges::replace(label, '_', ' ');
  return label;
}

void details::line(std::string label, std::string text, paint colour) {
  if (!text.empty()) {
    lines_.push_back({std::move(label), std::move(text), colour});
  }
}

void details::add(const std::string& label, const std::string& text) {
  if (text.find('\n') != std::string::npos || text.size() > longest_line) {
    blocks_.push_back({label, clean_lines(text), paint::none});
  } else {
    line(label, clean(text));
  }
}

void details::add(const std::string& label, const lane_score& lane) {
  const std::string points = lane.score ? number_text(*lane.score) : "-";
  line(label, lane.summary.empty() ? points : points + "  " + clean(lane.summary));
}

void details::add(const std::string& label, const submission_event& event) {
  const std::string what = clean(event.type);
  line(label, event.at ? what + ", " + full_time(*event.at, how_.now) : what);
}

void details::add(const std::string&, const dry_run_check& check) {
  const std::string status = clean(check.status.text());
  line(clean(check.check), check.detail.empty() ? status : status + "  " + clean(check.detail),
       paint_of(status));
}

std::string details::take() const {
  std::size_t widest = 0;
  for (const labelled& one : lines_) {
    widest = std::max(widest, display_width(one.label));
  }
  std::string text;
  for (const labelled& one : lines_) {
    const std::string label = one.label + ':';
    text += painted(label, how_.colour ? paint::dim : paint::none);
    text += std::string(widest - display_width(one.label) + 2, ' ');
    text += painted(one.text, how_.colour ? one.colour : paint::none) + '\n';
  }
  for (const labelled& one : blocks_) {
    text += (text.empty() ? "" : "\n") + painted(one.label + ':', how_.colour ? paint::dim : paint::none);
    text += '\n' + one.text;
  }
  return text;
}

}  // namespace bouts::cli
