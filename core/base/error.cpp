#include "core/base/error.hpp"

namespace bouts {

namespace {

struct entry {
  std::string_view name;
  std::string_view sentence;
};

constexpr entry look_up(errc kind) noexcept {
  switch (kind) {
    case errc::cancelled:
      return {"cancelled", "The operation was stopped on request."};
    case errc::unauthorized:
      return {"unauthorized", "The key or token was not accepted."};
    case errc::forbidden:
      return {"forbidden", "The key or token may not do this, or not now."};
    case errc::not_found:
      return {"not_found", "The arena does not know this."};
    case errc::conflict:
      return {"conflict", "It is there already."};
    case errc::gone:
      return {"gone", "The arena no longer offers this."};
    case errc::validation:
      return {"validation", "The arena refused the request as invalid."};
    case errc::rate_limited:
      return {"rate_limited", "Too many requests; the arena asks us to wait."};
    case errc::server:
      return {"server", "The arena failed to answer the request."};
    case errc::bad_answer:
      return {"bad_answer", "The arena's answer could not be understood."};
    case errc::too_large:
      return {"too_large", "The body is larger than the limit."};
    case errc::network:
      return {"network", "The arena could not be reached."};
    case errc::tls:
      return {"tls", "A secure connection could not be made."};
    case errc::timed_out:
      return {"timed_out", "The time allowed for this has passed."};
    case errc::bad_url:
      return {"bad_url", "The URL cannot be used."};
    case errc::config:
      return {"config", "The configuration is wrong."};
    case errc::io:
      return {"io", "A file could not be read or written."};
    case errc::spawn:
      return {"spawn", "A process could not be started."};
    case errc::invalid:
      return {"invalid", "The value breaks a rule."};
    case errc::no_solution:
      return {"no_solution", "The agent gave no usable answer."};
    case errc::busy:
      return {"busy", "Somebody else holds it."};
  }
  return {"unknown", "Unknown error."};
}

}  // namespace

std::string_view describe(errc kind) noexcept {
  return look_up(kind).sentence;
}

std::string_view to_string(errc kind) noexcept {
  return look_up(kind).name;
}

std::string error::describe() const {
  std::string text = message.empty() ? std::string(bouts::describe(kind)) : message;
  std::string aside;
  const auto add = [&aside](std::string part) {
    if (!aside.empty()) {
      aside += ", ";
    }
    aside += part;
  };
  if (status != 0) {
    add("HTTP " + std::to_string(status));
  }
  if (!code.empty()) {
    add(code);
  }
  if (!request_id.empty()) {
    add("request " + request_id);
  }
  if (attempts > 1) {
    add(std::to_string(attempts) + " attempts");
  }
  return aside.empty() ? text : text + " (" + aside + ")";
}

}  // namespace bouts
