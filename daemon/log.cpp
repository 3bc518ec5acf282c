#include "daemon/log.hpp"

#include "core/base/text.hpp"
#include "core/wire/json_writer.hpp"

#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/ansicolor_sink.h>
#include <spdlog/spdlog.h>

#include <unistd.h>

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

}  // namespace

struct logger::shared {
  std::shared_ptr<spdlog::logger> out;
  std::shared_ptr<const redactor> redact;
  config::log_format format;
};

logger::logger(const config::log_settings& settings, std::shared_ptr<const redactor> redact) {
  auto sink = std::make_shared<spdlog::sinks::ansicolor_stderr_sink_st>();
  auto out = std::make_shared<spdlog::logger>("arena-connect", std::move(sink));
  out->set_level(to_spdlog(settings.level));
  const char* pattern = settings.format == config::log_format::json
                            ? R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})"
                            : "%Y-%m-%d %H:%M:%S.%eZ %^%-7l%$ %v";
  out->set_formatter(std::make_unique<spdlog::pattern_formatter>(pattern, spdlog::pattern_time_type::utc));
  out->flush_on(spdlog::level::trace);
  shared_ = std::make_shared<shared>(shared{std::move(out), std::move(redact), settings.format});
}

void logger::change(config::log_level level, std::shared_ptr<const redactor> redact) const {
  shared_->out->set_level(to_spdlog(level));
  shared_->redact = std::move(redact);
}

logger logger::named(std::string_view name) const {
  logger other = *this;
  other.prefix_ = std::string(name);
  return other;
}

void logger::write(config::log_level level, std::string_view text) const {
  const auto where = to_spdlog(level);
  if (!shared_->out->should_log(where)) {
    return;
  }
  const std::string shown =
      bouts::printable(shared_->redact->text(bouts::to_valid_utf8(text)), max_line_units);
  if (shared_->format != config::log_format::json) {
    shared_->out->log(where, spdlog::string_view_t(prefix_.empty() ? shown : prefix_ + ": " + shown));
    return;
  }
  std::string fields;
  if (!prefix_.empty()) {
    fields += "\"agent\":";
    bouts::append_json_string(fields, prefix_);
    fields += ',';
  }
  fields += "\"message\":";
  bouts::append_json_string(fields, shown);
  shared_->out->log(where, spdlog::string_view_t(fields));
}

}  // namespace arena
