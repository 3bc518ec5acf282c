#include "control/bout_stream.hpp"

#include "aio/event.hpp"
#include "control/json.hpp"
#include "control/log_stream.hpp"
#include "core/wire/json_writer.hpp"
#include "core/wire/raw_json.hpp"

#include <algorithm>
#include <array>
#include <memory>
#include <utility>

namespace arena::control {

namespace asio = boost::asio;
using bouts::json_writer;

namespace {

struct named_log {
  log_kind which;
  std::string_view name;
};
constexpr std::array<named_log, 3> all_logs = {
    {{log_kind::events, "events"}, {log_kind::out, "stdout"}, {log_kind::err, "stderr"}}};

std::vector<std::string> lines_in(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    lines.emplace_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

// Nothing when the line is no JSON: its end was cut off when the daemon died.
std::string as_json(std::string line) {
  return bouts::raw_json(std::make_shared<const std::string>(std::move(line)), "").str();
}

}  // namespace

bout_stream::bout_stream(view& of, bouts::entry_id entry, std::size_t tail)
    : of_(of), entry_(std::move(entry)) {
  for (const auto& [which, name] : all_logs) {
    sources_.push_back(
        {.which = which, .reader = std::make_unique<log_reader>(of.log_file(entry_, which), tail)});
  }
}

std::string bout_stream::lines_of(log_kind which, const std::string& text) const {
  const auto shown = of_.redacted(text);
  json_writer to;
  if (which != log_kind::events) {
    to.begin_object();
    to.key("type").string("log");
    to.key("stream").string(which == log_kind::out ? "stdout" : "stderr");
    to.key("text").string(shown);
    to.end_object();
    return to.take() + "\n";
  }
  std::string all;
  for (auto& line : lines_in(shown)) {
    if (const auto event = as_json(std::move(line)); !event.empty()) {
      to.begin_object();
      to.key("type").string("event");
      to.key("event").raw(event);
      to.end_object();
      all += to.take() + "\n";
    }
  }
  return all;
}

std::string bout_stream::read_next() {
  for (const auto& [which, reader] : sources_) {
    for (auto text = reader->next(); !text.empty(); text = reader->next()) {
      if (auto lines = lines_of(which, text); !lines.empty()) {
        return lines;
      }
    }
  }
  if (!ended_) {
    return {};
  }
  std::string rest;
  for (const auto& [which, reader] : sources_) {
    const auto text = reader->finish();
    rest += text.empty() ? std::string() : lines_of(which, text);
  }
  return rest;
}

asio::awaitable<std::string> bout_stream::bout_line() {
  const auto all = of_.at_work();
  const auto here =
      std::ranges::find(all, entry_, [](const auto& one) { return one.record.assigned.entry_id; });
  std::optional<bout_state_now> now;
  if (here != all.end()) {
    now = *here;
  } else {
    const auto kept = co_await of_.find(entry_);
    now = kept ? *kept : std::nullopt;
  }
  if (!now || (told_ == now->record.state && percent_told_ == now->percent)) {
    co_return std::string();
  }
  told_ = now->record.state;
  percent_told_ = now->percent;
  json_writer to;
  to.begin_object();
  to.key("type").string("bout");
  to.key("bout").raw(bout_json(of_, *now));
  to.end_object();
  co_return to.take() + "\n";
}

asio::awaitable<std::optional<std::string>> bout_stream::next() {
  while (!done_) {
    // Asked before reading: what a bout prints before its end must not be missed.
    const bool goes_on = of_.is_at_work(entry_);
    if (!told_ || goes_on) {
      auto changed = co_await bout_line();
      if (!changed.empty()) {
        co_return changed;
      }
    }
    ended_ = !goes_on;
    if (auto lines = read_next(); !lines.empty()) {
      co_return lines;
    }
    if (goes_on) {
      co_await aio::sleep_for(between_looks);
      continue;
    }
    done_ = true;
    auto last = co_await bout_line();
    if (!last.empty()) {
      co_return last;
    }
  }
  co_return std::nullopt;
}

std::string tails_json(const view& of, const bouts::entry_id& entry, std::size_t lines) {
  json_writer to;
  to.begin_object();
  for (const auto& [which, name] : all_logs) {
    log_reader reader(of.log_file(entry, which), lines);
    auto text = reader.next();
    text = of.redacted(text.empty() ? reader.finish() : text);
    to.key(name).begin_array();
    for (auto& line : lines_in(text)) {
      if (which != log_kind::events) {
        to.string(line);
      } else if (const auto event = as_json(std::move(line)); !event.empty()) {
        to.raw(event);
      }
    }
    to.end_array();
  }
  to.end_object();
  return to.take();
}

}  // namespace arena::control
