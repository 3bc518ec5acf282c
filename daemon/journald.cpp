#include "daemon/journald.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace arena {

namespace {

sockaddr_un address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::copy_n(path.begin(), std::min(path.size(), sizeof(address.sun_path) - 1),
              std::begin(address.sun_path));
  return address;
}

std::string_view message_in(std::string_view fields) {
  constexpr std::string_view name = "MESSAGE=";
  const auto at = fields.find(name);
  if (at == std::string_view::npos) {
    return fields;
  }
  const auto value = fields.substr(at + name.size());
  return value.substr(0, value.find('\n'));
}

}  // namespace

std::string journald_field(std::string_view name, std::string_view value) {
  return std::string(name) + "=" + std::string(value) + "\n";
}

journald_sink::journald_sink(std::string socket)
    : socket_(std::move(socket)),
      descriptor_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {}

journald_sink::~journald_sink() {
  if (descriptor_ >= 0) {
    ::close(descriptor_);
  }
}

bool journald_sink::is_there() const {
  return descriptor_ >= 0 && ::access(socket_.c_str(), W_OK) == 0;
}

// To the name each time, not connected once: journald may be restarted.
bool journald_sink::send(std::string_view fields) const {
  const auto where = address_of(socket_);
  return ::sendto(descriptor_, fields.data(), fields.size(), MSG_NOSIGNAL | MSG_DONTWAIT,
                  reinterpret_cast<const sockaddr*>(&where), sizeof(where)) >= 0;
}

void journald_sink::sink_it_(const spdlog::details::log_msg& msg) {
  const std::string_view fields(msg.payload.data(), msg.payload.size());
  if (!send(fields)) {
    const auto text = message_in(fields);
    std::fprintf(stderr, "%.*s\n", static_cast<int>(text.size()), text.data());
  }
}

}  // namespace arena
