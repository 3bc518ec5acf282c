#include "daemon/service_manager.hpp"

#include "core/base/text.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace arena {

namespace {

constexpr std::size_t longest_status = 1'000;  // UTF-16 units; `systemctl status` shows it on one line
constexpr std::int64_t microseconds_in_one = 1'000;

std::string text_of(const environment& variables, const char* name) {
  const auto found = variables.find(name);
  return found == variables.end() ? std::string() : found->second;
}

std::optional<std::int64_t> number_of(const environment& variables, const char* name) {
  const auto text = text_of(variables, name);
  std::int64_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool whole = failed == std::errc() && end == text.data() + text.size() && number > 0;
  return whole ? std::optional(number) : std::nullopt;
}

bool may_be_socket(std::string_view name) {
  return name.size() > 1 && name.size() < sizeof(sockaddr_un::sun_path) &&
         (name.front() == '/' || name.front() == '@');
}

}  // namespace

service_manager::service_manager(const environment& variables, int own_pid) {
  if (auto name = text_of(variables, "NOTIFY_SOCKET"); may_be_socket(name)) {
    socket_ = std::move(name);
  }
  const auto silence = number_of(variables, "WATCHDOG_USEC");
  const bool meant = text_of(variables, "WATCHDOG_PID").empty() ||
                     number_of(variables, "WATCHDOG_PID") == std::optional<std::int64_t>(own_pid);
  if (is_there() && silence && meant) {
    watchdog_ = bouts::milliseconds(*silence / microseconds_in_one);
  }
}

bool service_manager::reloading(bouts::mono_time now) const {
  const auto since_boot = std::chrono::duration_cast<std::chrono::microseconds>(now.time_since_epoch());
  return send("RELOADING=1\nMONOTONIC_USEC=" + std::to_string(since_boot.count()));
}

bool service_manager::status(std::string_view text) const {
  return send("STATUS=" + bouts::printable(bouts::to_valid_utf8(text), longest_status));
}

bool service_manager::more_time(bouts::milliseconds time) const {
  return send("EXTEND_TIMEOUT_USEC=" + std::to_string(time.count() * microseconds_in_one));
}

bool service_manager::send(const std::string& message) const {
  if (!is_there()) {
    return true;
  }
  const int fd = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) {
    return false;
  }
  sockaddr_un to{};
  to.sun_family = AF_UNIX;
  std::memcpy(to.sun_path, socket_.data(), socket_.size());
  if (to.sun_path[0] == '@') {
    to.sun_path[0] = '\0';  // such a name has no end but its length
  }
  const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
  const auto sent = ::sendto(fd, message.data(), message.size(), MSG_NOSIGNAL | MSG_DONTWAIT,
                             reinterpret_cast<const sockaddr*>(&to), length);
  ::close(fd);
  return sent == static_cast<ssize_t>(message.size());
}

}  // namespace arena
