#include "daemon/log.hpp"

#include "core/base/repeat_limit.hpp"
#include "core/base/text.hpp"
#include "core/wire/json_writer.hpp"
#include "daemon/clock.hpp"
#include "daemon/journald.hpp"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/ansicolor_sink.h>
#include <spdlog/spdlog.h>

#include <cstdio>
#include <cstdlib>
#include <utility>

namespace arena {

namespace {

// A line beyond this is cut: nothing we say needs more, and what comes from outside may be anything.
constexpr std::size_t max_line_units = 2000;

spdlog::level::level_enum to_spdlog(config::log_level level) {
  switch (level) {
    case config::log_level::trace:
      return spdlog::level::trace;
    case config::log_level::debug:
      return spdlog::level::debug;
    case config::log_level::info:
      return spdlog::level::info;
    case config::log_level::warn:
      return spdlog::level::warn;
    case config::log_level::error:
      return spdlog::level::err;
  }
  return spdlog::level::info;
}

// What syslog(3) calls them.
int priority_of(config::log_level level) {
  constexpr int debug = 7;
  constexpr int info = 6;
  constexpr int warning = 4;
  constexpr int error = 3;
  switch (level) {
    case config::log_level::trace:
    case config::log_level::debug:
      return debug;
    case config::log_level::info:
      return info;
    case config::log_level::warn:
      return warning;
    case config::log_level::error:
      return error;
  }
  return info;
}

std::shared_ptr<spdlog::sinks::sink> make_sink(config::log_format& format,
                                               const std::string& journal_socket) {
  bool no_journal = false;
  if (format == config::log_format::journal) {
    auto journal = std::make_shared<journald_sink>(journal_socket);
    if (journal->is_there()) {
      return journal;
    }
    no_journal = true;
    format = config::log_format::text;
  }
  auto sink = std::make_shared<spdlog::sinks::ansicolor_stderr_sink_st>();
  if (std::getenv("NO_COLOR") != nullptr) {
    sink->set_color_mode(spdlog::color_mode::never);
  }
  if (no_journal) {
    std::fputs("arena-connect: log.format is journal, but there is no journal here; the log is text\n",
               stderr);
  }
  return sink;
}

const char* pattern_of(config::log_format format) {
  switch (format) {
    case config::log_format::json:
      return R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})";
    case config::log_format::journal:
      return "%v";
    case config::log_format::text:
      break;
  }
  return "%Y-%m-%d %H:%M:%S.%eZ %^%-7l%$ %v";
}

// As much of an entry's id as tells it from others.
std::string_view short_id(std::string_view entry) {
  constexpr std::size_t shown = 8;
  return entry.substr(0, shown);
}

void add_json(std::string& to, std::string_view name, std::string_view value) {
  if (!value.empty()) {
    bouts::append_json_string(to, name);
    to += ':';
    bouts::append_json_string(to, value);
    to += ',';
  }
}

}  // namespace

struct logger::shared {
  std::shared_ptr<spdlog::logger> out;
  std::shared_ptr<const redactor> redact;
  config::log_format format;
  bouts::repeat_limit limit;
};

logger::logger(const config::log_settings& settings, std::shared_ptr<const redactor> redact,
               const std::string& journal) {
  auto format = settings.format;
  auto out = std::make_shared<spdlog::logger>("arena-connect", make_sink(format, journal));
  out->set_level(to_spdlog(settings.level));
  out->set_formatter(
      std::make_unique<spdlog::pattern_formatter>(pattern_of(format), spdlog::pattern_time_type::utc));
  out->flush_on(spdlog::level::trace);
  shared_ =
      std::make_shared<shared>(shared{std::move(out), std::move(redact), format, bouts::repeat_limit()});
}

void logger::change(config::log_level level, std::shared_ptr<const redactor> redact) const {
  shared_->out->set_level(to_spdlog(level));
  shared_->redact = std::move(redact);
}

std::string logger::redacted(std::string_view text) const {
  return shared_->redact->text(text);
}

logger logger::named(std::string_view agent, std::string_view entry) const {
  logger other = *this;
  other.agent_ = std::string(agent);
  other.entry_ = std::string(entry);
  return other;
}

std::string logger::line(config::log_level level, std::string_view shown) const {
  std::string made;
  switch (shared_->format) {
    case config::log_format::json:
      add_json(made, "agent", agent_);
      add_json(made, "entry", entry_);
      made += "\"message\":";
      bouts::append_json_string(made, shown);
      return made;
    case config::log_format::journal:
      made = journald_field("MESSAGE", shown) +
             journald_field("PRIORITY", std::to_string(priority_of(level))) +
             journald_field("SYSLOG_IDENTIFIER", "arena-connect");
      made += agent_.empty() ? "" : journald_field("AGENT", agent_);
      made += entry_.empty() ? "" : journald_field("ENTRY", entry_);
      return made;
    case config::log_format::text:
      break;
  }
  made = agent_;
  if (!entry_.empty()) {
    made += '/';
    made += short_id(entry_);
  }
  made += agent_.empty() ? "" : ": ";
  return made += shown;
}

void logger::write(config::log_level level, std::string_view text, const place& at) const {
  const auto where = to_spdlog(level);
  if (!shared_->out->should_log(where)) {
    return;
  }
  const auto site =
      std::string(at.file_name()) + ":" + std::to_string(at.line()) + ":" + agent_ + "/" + entry_;
  const auto held_back = shared_->limit.say(site, mono_now());
  if (!held_back) {
    return;
  }
  std::string shown = bouts::printable(shared_->redact->text(bouts::to_valid_utf8(text)), max_line_units);
  if (*held_back > 0) {
    shown += " (" + std::to_string(*held_back) + " more lines of this kind were held back)";
  }
  shared_->out->log(where, spdlog::string_view_t(line(level, shown)));
}

}  // namespace arena
