#include "daemon/printing.hpp"

#include "core/base/text.hpp"
#include "core/wire/json_writer.hpp"

#include <array>
#include <cstdio>

namespace arena {

namespace {

constexpr std::size_t shown_units = 90;  // of an event, beside time and type on a line of 120
constexpr std::size_t shown_answer_units = 400;

void add_part(std::string& text, std::string_view part) {
  if (!part.empty()) {
    text += text.empty() ? "" : " · ";
    text += part;
  }
}

std::string number(double value) {
  std::string text;
  bouts::append_json_number(text, value);
  return text;
}

std::string_view name_of(solution_source source) {
  switch (source) {
    case solution_source::file:
      return "from the solution file";
    case solution_source::submission_line:
      return "from a submission line";
    case solution_source::json_output:
      return "from JSON on standard output";
    case solution_source::final_message:
      return "what the program said last";
    case solution_source::plain_output:
      return "from plain standard output";
  }
  return "";
}

}  // namespace

std::string event_line(bouts::milliseconds since_start, const redacted_event& shown) {
  const auto& event = shown.event();
  std::string text;
  if (event.percent) {
    add_part(text, number(*event.percent) + "%");
  }
  for (const auto& part :
       {event.stage, event.tool, event.filename, event.command, event.error_summary, event.summary}) {
    add_part(text, part.value_or(""));
  }
  if (event.exit_code) {
    add_part(text, "exit " + std::to_string(*event.exit_code));
  }
  std::array<char, 48> front{};
  std::snprintf(front.data(), front.size(), "%6.1fs  %-13s ",
                static_cast<double>(since_start.count()) / 1000.0,
                std::string(bouts::to_string(event.type)).c_str());
  return front.data() + bouts::printable(text, shown_units);
}

std::string score_lines(const bout_score& score) {
  std::string text = "score      " + (score.score ? number(*score.score) + " / 100" : std::string("unknown"));
  text += score.result_state.empty() ? "" : " (" + score.result_state + ")";
  text += score.rank ? ", rank " + std::to_string(*score.rank) : "";
  text += '\n';
  if (!score.details) {
    return text;
  }
  for (const auto& [lane, part] : score.details->lanes) {
    text += "  " + bouts::printable(lane, shown_units) + ": " + (part.score ? number(*part.score) : "-") +
            (part.summary.empty() ? "" : ", " + bouts::printable(part.summary, shown_units)) + "\n";
  }
  const auto list = [&text](const char* name, const std::vector<std::string>& points) {
    for (const auto& point : points) {
      text += std::string(name) + bouts::printable(point, shown_units) + "\n";
    }
  };
  list("  + ", score.details->strengths);
  list("  - ", score.details->weaknesses);
  list("  > ", score.details->improvement_priorities);
  return text;
}

std::string solution_lines(const found_solution& found, const redactor& redact) {
  std::string text = "answer     " + std::string(name_of(found.source)) + ": " +
                     std::to_string(bouts::utf16_length(found.answer.content)) + " characters";
  text += found.answer.files.empty() ? "\n"
                                     : ", " + std::to_string(found.answer.files.size()) +
                                           (found.answer.files.size() == 1 ? " file\n" : " files\n");
  for (const auto& file : found.answer.files) {
    text += "  file " + bouts::printable(file.path, shown_units) + " (" +
            std::to_string(file.content.size()) + " bytes)\n";
  }
  const auto shown =
      bouts::clamp_utf16(bouts::strip_controls(redact.text(found.answer.content)), shown_answer_units);
  return text + shown + (shown.ends_with('\n') ? "" : "\n");
}

}  // namespace arena
