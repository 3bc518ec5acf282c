// What the daemon tells its operator: one line at a time on standard error, each through the redactor,
// without control characters from outside. spdlog is behind it (log.cpp).
//
// A logger is cheap to copy; all copies share one sink. Single thread.
#pragma once

#include "config/config.hpp"
#include "core/redact/redactor.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace arena {

class logger {
 public:
  // Lines go to standard error. `secrets` are never shown in any form.
  logger(const config::log_settings& settings, std::shared_ptr<const redactor> redact);

  // For all copies: from now on this level, and these secrets.
  void change(config::log_level level, std::shared_ptr<const redactor> redact) const;

  // The same log, each line beginning with "name: ".
  logger named(std::string_view name) const;

  void debug(std::string_view text) const { write(config::log_level::debug, text); }
  void info(std::string_view text) const { write(config::log_level::info, text); }
  void warn(std::string_view text) const { write(config::log_level::warn, text); }
  void error(std::string_view text) const { write(config::log_level::error, text); }

 private:
  struct shared;
  void write(config::log_level level, std::string_view text) const;

  std::shared_ptr<shared> shared_;
  std::string prefix_;
};

}  // namespace arena
