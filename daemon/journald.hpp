// The log of systemd by its native protocol: a datagram with a field a line. Not to be confused with the
// daemon's own journal of bouts (journal.hpp).
#pragma once

#include <spdlog/sinks/base_sink.h>

#include <string>
#include <string_view>

namespace arena {

// "NAME=value\n", as the protocol has it. REQUIRES a value on one line, or it would be another field.
std::string journald_field(std::string_view name, std::string_view value);

// Sends each message as it is: its payload is fields, and MESSAGE is one of them. Never waits: what the
// journal does not take at once goes to standard error, only its MESSAGE.
class journald_sink final : public spdlog::sinks::base_sink<spdlog::details::null_mutex> {
 public:
  explicit journald_sink(std::string socket);
  ~journald_sink() override;
  journald_sink(const journald_sink&) = delete;
  journald_sink& operator=(const journald_sink&) = delete;

  // Whether somebody listens there.
  bool is_there() const;

 protected:
  void sink_it_(const spdlog::details::log_msg& msg) override;
  void flush_() override {}

 private:
  bool send(std::string_view fields) const;

  std::string socket_;
  int descriptor_ = -1;
};

}  // namespace arena
