// The control API: what is asked under which path. Decides nothing of its own: the view does.
//
//   GET  /v1/status                                the daemon, its agents, the bouts at work
//   GET  /v1/agents
//   GET  /v1/bouts[?agent=NAME][&limit=N]          at work and ended, the newest first
//   GET  /v1/history[?agent=NAME][&limit=N]        ended ones only
//   GET  /v1/bouts/ENTRY[?tail=N]                  with the last lines of its logs and events
//   GET  /v1/bouts/ENTRY?follow=1[&tail=N]         the same as it goes on, a JSON object a line
//   (bout_stream.hpp) GET  /v1/bouts/ENTRY/logs[?stream=stdout|stderr|events][&follow=1][&tail=N]      text,
//   streamed POST /v1/bouts/ENTRY/cancel POST /v1/bouts/ENTRY/resubmit                  body: the mended
//   answer, or empty for the one that was kept POST /v1/drain[?agent=NAME]   POST /v1/resume[?agent=NAME] GET
//   /healthz   GET  /readyz[?agent=NAME]   GET  /metrics
//
// ENTRY is an entry's id, or a beginning of at least 4 characters that only one entry has. Errors are
// {"error":{"code","message"}}: 400, 403, 404, 405, 409, 413, 500, 503.
#pragma once

#include "control/view.hpp"
#include "httpd/message.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <optional>

namespace arena::control {

inline constexpr std::size_t shortest_prefix = 4;
inline constexpr std::size_t most_listed = 1'000;

// Who asks, by where they came in.
enum class access {
  owner,   // over the socket: root or the daemon's user
  reader,  // over a port that others may reach: may look, but not at what agents print, and change nothing
  local_reader,  // the same over a loopback port, where a request for any other host name was not meant for
                 // us
};

// `of` must outlive the call, and the answer's stream where it has one.
boost::asio::awaitable<std::optional<httpd::answer>> serve(view& of, httpd::request in, access who);

}  // namespace arena::control
