// Aider, which has no machine-readable form: what it prints with --no-pretty and --no-stream. Its exit code
// is 0 whatever happened, so a run counts as done when the model has answered and nothing failed behind it.
#include "core/agent/dialect_aider.hpp"

#include "core/agent/dialect_scribe.hpp"
#include "core/agent/json_string.hpp"
#include "core/base/text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdlib>
#include <utility>

namespace arena {

namespace {

constexpr std::array<std::string_view, 4> failures = {"The LLM did not conform to the edit format",
                                                      "Only 3 reflections allowed", "litellm.",
                                                      "The API provider"};

std::optional<std::string_view> behind(std::string_view line, std::string_view opening) {
  return line.starts_with(opening) ? std::optional(bouts::trim(line.substr(opening.size()))) : std::nullopt;
}

// "2.1k" and "597" in front of ` what`.
std::uint64_t tokens_before(std::string_view line, std::string_view what) {
  const auto end = line.find(what);
  if (end == std::string_view::npos || end == 0) {
    return 0;
  }
  const auto begin = line.find_last_of(" :,", end - 1);
  auto number = line.substr(begin + 1, end - begin - 1);
  const double times = number.ends_with('k') ? 1e3 : number.ends_with('M') ? 1e6 : 1;
  double value = 0;
  std::from_chars(number.data(), number.data() + number.size(), value);
  return value > 0 && value < 1e12 ? static_cast<std::uint64_t>(value * times) : 0;
}

class aider final : public dialect {
 public:
  explicit aider(std::string workdir) : scribe_(std::move(workdir)) {}

  void read(std::string_view raw, bouts::wall_time now, const event_handler& on_event) override {
    const std::string line = bouts::is_valid_utf8(raw) ? std::string(raw) : bouts::to_valid_utf8(raw);
    if (bouts::trim(line).empty()) {
      ++report_.noise_lines;
      add_prose("");
      return;
    }
    scribe_.begin(now, on_event);
    if (line.starts_with("Model:") || line.starts_with("Main model:") || line.starts_with("Git repo:") ||
        line.starts_with("Repo-map:")) {
      ++report_.ignored["banner"];
      return;
    }
    ++report_.mapped_lines;
    if (!map(line)) {
      add_prose(line);
    }
  }
  const run_report& report() const noexcept override { return report_; }

 private:
  // False when the line is a part of what the model said.
  bool map(std::string_view line) {
    if (line.starts_with("Aider v")) {
      scribe_.started(line);
    } else if (const auto path = behind(line, "Applied edit to ")) {
      scribe_.code_write(*path, {});
    } else if (const auto commit = behind(line, "Commit ")) {
      scribe_.progress(std::nullopt, commit->substr(std::min(commit->find(' ') + 1, commit->size())));
    } else if (const auto command = behind(line, "Running ")) {
      scribe_.command_run(*command, std::nullopt, {}, false);
    } else if (line.starts_with("Tokens: ")) {
      reply(line);
    } else if (std::ranges::any_of(failures, [&](auto opening) { return line.starts_with(opening); })) {
      report_.outcome = stream_outcome::failed;
      report_.failure = line;
      scribe_.retry(line);
    } else {
      return false;
    }
    return true;
  }

  // "Tokens: 2.1k sent, 120 received. Cost: $0.01 message, $0.02 session."
  void reply(std::string_view line) {
    auto& usage = report_.usage ? *report_.usage : report_.usage.emplace();
    usage.input_tokens += tokens_before(line, " sent");
    usage.cached_input_tokens += tokens_before(line, " cache hit");
    usage.output_tokens += tokens_before(line, " received");
    if (const auto dollar = line.rfind('$'); dollar != std::string_view::npos) {
      double cost = 0;
      if (std::from_chars(line.data() + dollar + 1, line.data() + line.size(), cost).ec == std::errc{}) {
        usage.cost_usd = cost;  // of the session so far
      }
    }
    report_.answer = bouts::trim(prose_);
    replied_ = true;
    report_.outcome = stream_outcome::completed;
    report_.failure.clear();
    scribe_.progress(std::nullopt, "reply");
  }

  void add_prose(std::string_view line) {
    if (std::exchange(replied_, false)) {
      prose_.clear();
    }
    if (prose_.size() + line.size() < max_answer_bytes) {
      prose_ += line;
      prose_ += '\n';
    }
  }

  dialect_scribe scribe_;
  run_report report_;
  std::string prose_;
  bool replied_ = false;
};

}  // namespace

std::unique_ptr<dialect> make_aider(std::string workdir) {
  return std::make_unique<aider>(std::move(workdir));
}

}  // namespace arena
