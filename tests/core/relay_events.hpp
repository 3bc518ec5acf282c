// What the relay's tests share: events made in one line, and an outbox with a hand-driven clock.
#pragma once

#include "core/redact/redactor.hpp"
#include "core/relay/outbox.hpp"

#include <chrono>
#include <string>
#include <utility>
#include <vector>

namespace arena::test {

using bouts::event_type;

inline bouts::entry_id entry(std::string_view name) {
  return *bouts::entry_id::parse(name);
}

inline bouts::challenge_id challenge(std::string_view name) {
  return *bouts::challenge_id::parse(name);
}

inline redacted_event redacted(const bouts::agent_event& raw) {
  static const redactor redact;
  return redact.event(raw);
}

inline redacted_event event(event_type type, std::string summary = {}) {
  bouts::agent_event raw;
  raw.type = type;
  if (!summary.empty()) {
    raw.summary = std::move(summary);
  }
  return redacted(std::move(raw));
}

inline redacted_event write(std::string filename, std::string summary) {
  bouts::agent_event raw;
  raw.type = event_type::code_write;
  raw.filename = std::move(filename);
  raw.summary = std::move(summary);
  return redacted(std::move(raw));
}

// An outbox with one open stream "a", and a clock that only moves when it is told to.
class hand_driven {
 public:
  explicit hand_driven(outbox_options options = {}) : box(options) {
    box.open(a, challenge("challenge-a"), std::nullopt);
  }

  // The `started` event of another bout, whose stream is opened for it: one stream has each lifecycle event
  // once.
  void announce_elsewhere(const std::string& words) {
    box.open(entry("bout-" + words), challenge("challenge-b"), std::nullopt);
    box.announce(entry("bout-" + words), event(event_type::started, words), now);
  }

  // Makes the next request, if one may be made now. Its summary, or its type when it has none.
  std::string send() {
    const auto decision = box.next(now);
    if (!decision.send) {
      return "";
    }
    box.sent();
    const auto& event = decision.send->event;
    return event.summary.value_or(std::string(bouts::to_string(event.type)));
  }

  std::string deliver(std::chrono::milliseconds took = std::chrono::milliseconds(0)) {
    return answer(event_answer::delivered, std::nullopt, took);
  }

  std::string answer(event_answer what, std::optional<std::chrono::milliseconds> retry_after = std::nullopt,
                     std::chrono::milliseconds took = std::chrono::milliseconds(0)) {
    auto sent = send();
    if (!sent.empty()) {
      now += took;
      box.answered(what, retry_after, now);
    }
    return sent;
  }

  // All that may be sent now.
  std::vector<std::string> deliver_ready() {
    std::vector<std::string> all;
    for (auto one = deliver(); !one.empty(); one = deliver()) {
      all.push_back(std::move(one));
    }
    return all;
  }

  // All that is sent until `end`, waiting as the outbox says.
  std::vector<std::string> deliver_until(mono_time end) {
    std::vector<std::string> all;
    while (now < end) {
      for (auto& one : deliver_ready()) {
        all.push_back(std::move(one));
      }
      now = std::min(end, box.next(now).wake.value_or(end));
    }
    return all;
  }

  const event_account& account() const { return *box.account(a); }
  void push(const redacted_event& what) { box.push(a, what, now); }

  outbox box;
  bouts::entry_id a = entry("a");
  mono_time start = mono_time{} + std::chrono::hours(1);
  mono_time now = start;
};

}  // namespace arena::test
