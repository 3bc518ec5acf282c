// The control API: what is asked under which path. Decides nothing of its own: the view does.
//
//   GET  /v1/status
//   GET  /v1/bouts[?agent=NAME][&limit=N]          at work and ended, the newest first
//   GET  /v1/history[?agent=NAME][&limit=N]        ended ones only
//   GET  /v1/bouts/ENTRY
//   GET  /v1/bouts/ENTRY/logs[?stream=stdout|stderr|events][&follow=1][&tail=N]      text, streamed
//   POST /v1/bouts/ENTRY/cancel
//   POST /v1/bouts/ENTRY/resubmit                  body: the mended answer, or empty for the one that was
//   kept
//
// ENTRY is an entry's id, or a beginning of at least 4 characters that only one entry has. Errors are
// {"error":{"code","message"}}: 400, 404, 405, 409, 413, 500, 503.
#pragma once

#include "control/view.hpp"
#include "httpd/message.hpp"

#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <optional>

namespace arena::control {

inline constexpr std::size_t shortest_prefix = 4;
inline constexpr std::size_t most_listed = 1'000;

// `of` must outlive the call, and the answer's stream where it has one.
boost::asio::awaitable<std::optional<httpd::answer>> serve(view& of, httpd::request in);

}  // namespace arena::control
