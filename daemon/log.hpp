// What the daemon tells its operator, one line at a time: on standard error as text (coloured on a terminal)
// or JSON, or to systemd's journal with fields of its own. Each line goes through the redactor and has no
// control characters from outside. One place of the program says no more than core/base/repeat_limit.hpp
// allows. spdlog is behind it (log.cpp).
//
// A logger is cheap to copy; all copies share one sink. Single thread.
#pragma once

#include "config/config.hpp"
#include "core/redact/redactor.hpp"

#include <memory>
#include <source_location>
#include <string>
#include <string_view>

namespace arena {

class logger {
 public:
  using place = std::source_location;  // that of the call

  // For all copies: from now on this level, and these secrets.
  void change(config::log_level level, std::shared_ptr<const redactor> redact) const;

  // `redact` knows what is never shown in any form. `journal` is the socket of systemd's. Without one the log
  // is text, and standard error says so.
  logger(const config::log_settings& settings, std::shared_ptr<const redactor> redact,
         const std::string& journal = "/run/systemd/journal/socket");

  // What the log would show of it.
  std::string redacted(std::string_view text) const;

  // The same log, each line about this agent, or about its bout: text lines begin with "agent: " or
  // "agent/8a40eb58: ", the others have fields.
  logger named(std::string_view agent, std::string_view entry = {}) const;

  void debug(std::string_view text, place at = place::current()) const {
    write(config::log_level::debug, text, at);
  }
  void info(std::string_view text, place at = place::current()) const {
    write(config::log_level::info, text, at);
  }
  void warn(std::string_view text, place at = place::current()) const {
    write(config::log_level::warn, text, at);
  }
  void error(std::string_view text, place at = place::current()) const {
    write(config::log_level::error, text, at);
  }

 private:
  struct shared;
  void write(config::log_level level, std::string_view text, const place& at) const;
  std::string line(config::log_level level, std::string_view shown) const;

  std::shared_ptr<shared> shared_;
  std::string agent_;
  std::string entry_;
};

}  // namespace arena
