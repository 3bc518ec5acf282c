#include "daemon/change_teller.hpp"

#include "core/agent/dialect_scribe.hpp"

#include <string>
#include <utility>

namespace arena {

using bouts::event_type;

namespace {

constexpr std::size_t max_snippet_bytes = 8 * 1024;  // of a file; spectators see 2000 units
constexpr std::size_t max_told_files = 20;           // of one look
constexpr int look_share = 100;                      // one part of the time goes to looking

}  // namespace

std::optional<std::string> written_file(const bouts::event_view& event) {
  return event.type == event_type::code_write ? event.copy().filename : std::nullopt;
}

change_teller::change_teller(work_tree tree, event_handler on_event, clock now)
    : tree_(std::move(tree)), on_event_(std::move(on_event)), now_(std::move(now)) {}

void change_teller::note(const bouts::event_view& event) {
  command_ended_ = command_ended_ || event.type == event_type::command_run;
}

void change_teller::skip(const bouts::event_view& event) {
  note(event);
  if (const auto file = written_file(event)) {
    tree_.prefer(*file);
  }
}

void change_teller::pass(const bouts::event_view& as_said) {
  note(as_said);
  auto event = as_said.type == event_type::code_write ? as_said.copy() : bouts::agent_event{};
  if (!event.filename) {
    on_event_(as_said);
    return;
  }
  tree_.learn(*event.filename);
  auto text = event.snippet ? std::nullopt : tree_.head(*event.filename, max_snippet_bytes);
  if (text && !text->empty()) {
    event.snippet = std::move(*text);
  }
  on_event_(event);
}

void change_teller::after_output() {
  if (std::exchange(command_ended_, false)) {
    look_now_and_then();
  }
}

void change_teller::look_now_and_then() {
  const auto began = std::chrono::steady_clock::now();
  if (began >= next_look_) {
    look();
    next_look_ = began + look_share * (std::chrono::steady_clock::now() - began);
  }
}

void change_teller::look_at_end() {
  look();
}

void change_teller::look() {
  const auto changed = tree_.look();
  for (std::size_t i = 0; i < changed.size(); ++i) {
    bouts::agent_event event;
    event.type = event_type::code_write;
    event.timestamp = now_();
    event.filename = changed[i];
    if (i == max_told_files) {
      event.summary = "one of " + std::to_string(changed.size() - i) + " more files";
      on_event_(event);
      return;
    }
    if (const auto language = language_of(changed[i]); !language.empty()) {
      event.language = std::string(language);
    }
    if (auto text = tree_.head(changed[i], max_snippet_bytes); text && !text->empty()) {
      event.snippet = std::move(*text);
    }
    on_event_(event);
  }
}

}  // namespace arena
