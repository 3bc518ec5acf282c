#include "core/agent/output.hpp"

#include "core/agent/dialect.hpp"
#include "core/agent/event_line.hpp"
#include "core/agent/line_splitter.hpp"
#include "core/agent/solution_finder.hpp"
#include "core/base/text.hpp"

#include <utility>
#include <variant>

namespace arena {

struct output_reader::state {
  event_handler on_event;
  line_splitter out;
  line_splitter err;
  event_line lines;
  std::unique_ptr<dialect> of_stdout;
  dialect::event_handler on_dialect_event;
  solution_finder finder;
  output_counts counts;

  line_splitter& splitter(agent_stream stream) { return stream == agent_stream::out ? out : err; }

  // Takes the lines from the front of `bytes` that are nothing but text, all at once.
  void take_text(agent_stream stream, std::string_view& bytes) {
    if (stream == agent_stream::out && of_stdout) {
      return;
    }
    const auto lines = leading_text(stream, bytes);
    counts.lines += lines.count;
    if (stream == agent_stream::out && lines.count > 0) {
      finder.add_plain(bytes.substr(0, lines.bytes));
      counts.plain_bytes_cut = finder.plain_bytes_cut();
    }
    bytes.remove_prefix(lines.bytes);
  }

  void take(agent_stream stream, const text_line& line, bouts::wall_time now) {
    ++counts.lines;
    counts.cut_lines += line.cut ? 1 : 0;
    if (stream == agent_stream::out && of_stdout) {
      of_stdout->read(line.text, now, on_dialect_event);
      return;
    }
    auto meaning = lines.read(stream, line.text, now, line.behind);
    counts.lost_fields = lines.lost_fields();
    if (const auto* event = std::get_if<const bouts::event_view*>(&meaning)) {
      ++counts.events;
      on_event(**event);
    } else if (auto* answer = std::get_if<bouts::solution>(&meaning)) {
      finder.add_submission(std::move(*answer));
    } else if (stream == agent_stream::out) {
      finder.add_plain(line.text);
      finder.add_plain(line.end);
      counts.plain_bytes_cut = finder.plain_bytes_cut();
    }
  }
};

output_reader::output_reader(event_handler on_event, std::unique_ptr<dialect> of_stdout)
    : state_(std::make_unique<state>()) {
  state_->on_event = std::move(on_event);
  if (of_stdout) {
    state_->out = line_splitter(max_dialect_line_bytes);
    state_->of_stdout = std::move(of_stdout);
    state_->on_dialect_event = [to = state_.get()](const bouts::agent_event& event) {
      ++to->counts.events;
      to->on_event(event);
    };
  }
}
output_reader::~output_reader() = default;
output_reader::output_reader(output_reader&&) noexcept = default;
output_reader& output_reader::operator=(output_reader&&) noexcept = default;

void output_reader::feed(agent_stream stream, std::string_view bytes, bouts::wall_time now) {
  auto& splitter = state_->splitter(stream);
  while (!bytes.empty()) {
    const bool may_be_event = stream == agent_stream::out && bytes.front() == '{';  // spares the look
    if (splitter.is_between_lines() && !may_be_event) {
      state_->take_text(stream, bytes);
    }
    if (const auto line = splitter.next(bytes)) {
      state_->take(stream, *line, now);
    }
  }
}

void output_reader::finish(bouts::wall_time now) {
  for (const auto stream : {agent_stream::out, agent_stream::err}) {
    if (const auto line = state_->splitter(stream).finish()) {
      state_->take(stream, *line, now);
    }
  }
}

const output_counts& output_reader::counts() const noexcept {
  return state_->counts;
}

const run_report* output_reader::report() const noexcept {
  return state_->of_stdout ? &state_->of_stdout->report() : nullptr;
}

std::optional<found_solution> output_reader::solution(std::optional<std::string_view> solution_file) const {
  auto found = state_->finder.find(solution_file);  // on stdout there was nothing for it with a dialect
  const auto* said = report();
  if (!found && said != nullptr && !bouts::trim(said->answer).empty()) {
    found = found_solution{.answer = {.content = std::string(bouts::trim(said->answer)), .files = {}},
                           .source = solution_source::final_message};
  }
  return found;
}

}  // namespace arena
