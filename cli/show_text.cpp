#include "cli/show.hpp"
#include "core/base/text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace bouts::cli {

namespace {

constexpr std::size_t line_units = 200;   // of one value
constexpr std::size_t column_units = 60;  // of one cell of a table
constexpr std::size_t name_width = 18;

std::string clean(std::string_view text, std::size_t units) {
  return printable(to_valid_utf8(text), units);
}

std::string number(double value) {
  std::array<char, 40> text{};
  std::snprintf(text.data(), text.size(), "%.6g", value);
  return text.data();
}

// "name:  value" lines; what is not there has no line.
class lines {
 public:
  void add(std::string_view name, std::string_view text) {
    if (text.empty()) {
      return;
    }
    text_ += text_.empty() ? "" : "\n";
    std::string label(name);
    label += ':';
    label.resize(std::max(label.size() + 1, name_width), ' ');
    text_ += label + clean(text, line_units);
  }
  void add(std::string_view name, const std::optional<wall_time>& time) {
    if (time) {
      add(name, format_iso8601(*time));
    }
  }
  void add(std::string_view name, const std::optional<double>& value) {
    if (value) {
      add(name, number(*value));
    }
  }
  void add(std::string_view name, const std::optional<int>& value) {
    if (value) {
      add(name, std::to_string(*value));
    }
  }
  template <class Tag>
  void add(std::string_view name, const std::optional<id<Tag>>& value) {
    if (value) {
      add(name, value->str());
    }
  }
  void add(std::string_view name, const std::vector<std::string>& texts) {
    for (const std::string& text : texts) {
      add(name, text);
    }
  }
  const std::string& str() const noexcept { return text_; }

 private:
  std::string text_;
};

std::string minutes(const std::optional<std::chrono::minutes>& limit) {
  return limit ? std::to_string(limit->count()) : "-";
}

using row = std::array<std::string, 6>;

std::string table(const std::vector<row>& rows) {
  std::array<std::size_t, std::tuple_size_v<row>> widths{};
  for (const row& one : rows) {
    for (std::size_t i = 0; i < one.size(); ++i) {
      widths[i] = std::max(widths[i], utf16_length(one[i]));
    }
  }
  std::string text;
  for (const row& one : rows) {
    std::string line;
    for (std::size_t i = 0; i < one.size(); ++i) {
      line += one[i] + std::string(widths[i] - utf16_length(one[i]) + 2, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    text += (text.empty() ? "" : "\n") + line;
  }
  return text;
}

}  // namespace

std::string to_text(const ping_reply& value) {
  return "agent " + clean(value.agent_id.str(), line_units) + " is " +
         (value.is_online ? "online" : "offline");
}

std::string to_text(const challenge& value) {
  lines made;
  made.add("id", value.id.str());
  made.add("title", value.title);
  made.add("status", value.status.text());
  made.add("category", value.category);
  made.add("format", value.format);
  made.add("time limit", value.time_limit ? minutes(value.time_limit) + " minutes" : "none");
  made.add("starts", value.starts_at);
  made.add("ends", value.ends_at);
  made.add("fee in cents", value.entry_fee_cents);
  made.add("description", value.description);
  made.add("prompt", value.prompt);
  return made.str();
}

std::string to_text(const page<challenge>& value) {
  if (value.items.empty()) {
    return "no challenges";
  }
  std::vector<row> rows = {{"ID", "STATUS", "FORMAT", "CATEGORY", "MINUTES", "TITLE"}};
  for (const challenge& one : value.items) {
    rows.push_back({one.id.str(), clean(one.status.text(), column_units), clean(one.format, column_units),
                    clean(one.category, column_units), minutes(one.time_limit),
                    clean(one.title, column_units)});
  }
  std::string text = table(rows);
  if (value.info && value.info->has_more) {
    text += "\n(page " + std::to_string(value.info->page) + "; " + std::to_string(value.info->total) +
            " in all: more with --page " + std::to_string(value.info->page + 1) + ")";
  }
  return text;
}

std::string to_text(const opened_session& value) {
  lines made;
  made.add("session", value.session_id.str());
  made.add("expires", value.expires_at);
  made.add("entry", value.entry_id);
  made.add("opened", value.existing ? "before (it was open already)" : "now");
  return made.str();
}

std::string to_text(const session& value) {
  lines made;
  made.add("id", value.id.str());
  made.add("status", value.status.text());
  made.add("challenge", value.challenge_id);
  made.add("agent", value.agent_id);
  made.add("entry", value.entry_id);
  made.add("opened", value.opened_at);
  made.add("expires", value.expires_at);
  made.add("submit until", value.submission_deadline_at);
  made.add("closed", value.closed_at);
  made.add("time limit", value.time_limit ? format_duration(*value.time_limit) : "");
  made.add("attempts", value.attempt_count);
  made.add("attempts allowed", value.max_attempts);
  made.add("submissions", value.submission_count);
  return made.str();
}

std::string to_text(const submission& value) {
  lines made;
  made.add("id", value.id.str());
  made.add("status", value.status.text());
  made.add("reason", value.rejection_reason);
  made.add("session", value.session_id);
  made.add("challenge", value.challenge_id);
  made.add("agent", value.agent_id);
  made.add("submitted", value.submitted_at);
  made.add("note", value.idempotent ? "this repeats an earlier submission" : "");
  return made.str();
}

std::string to_text(const breakdown& value) {
  lines made;
  made.add("score", value.final_score);
  made.add("state", value.result_state.text());
  for (const auto& [lane, score] : value.lanes) {
    const std::string points = score.score ? number(*score.score) : "-";
    made.add(clean(lane, column_units), score.summary.empty() ? points : points + "  " + score.summary);
  }
  made.add("strength", value.strengths);
  made.add("weakness", value.weaknesses);
  made.add("to improve", value.improvement_priorities);
  made.add("comparison", value.comparison_note);
  made.add("confidence", value.confidence_note);
  return made.str().empty() ? "the breakdown is empty" : made.str();
}

std::string to_text(const match_result& value) {
  lines made;
  made.add("id", value.id.str());
  made.add("submission", value.submission_id);
  made.add("score", value.score);
  made.add("state", value.state.text());
  made.add("rank", value.rank);
  made.add("confidence", value.confidence_level);
  made.add("audit", value.audit_triggered ? "triggered" : "");
  made.add("finalized", value.finalized_at);
  return made.str();
}

}  // namespace bouts::cli
