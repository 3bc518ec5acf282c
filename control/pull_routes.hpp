// The routes of agents that ask for their work: the counterpart of standard input and output for one that
// lives in another container (docs/deployment.md).
//
//   GET  /v1/next[?agent=NAME][&worker=NAME][&wait=SECONDS]    200 the challenge as JSON, with the headers
//   Arena-Entry,
//                                                              Arena-Deadline and Arena-Time-Left-Ms; 204
//                                                              none in time
//   POST /v1/bouts/ENTRY/events         lines as on standard output: 204
//   POST /v1/bouts/ENTRY/submission     the answer, as text or JSON: 202; a second one: 409
//   POST /v1/bouts/ENTRY/failure        why there is none: 202
//
// The control socket has them, for agents that may do all else that it offers. control.pull_listen has them
// alone: a socket, which answers its owner, or a port, which every user of the machine reaches, so that there
// each request has to show a token.
#pragma once

#include "control/pull_view.hpp"
#include "core/base/secret.hpp"
#include "httpd/message.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>

namespace arena::control {

inline constexpr bouts::milliseconds usual_wait{30'000};
inline constexpr bouts::milliseconds longest_wait{60'000};

// Whether serve_pull() is for it.
bool is_pull_request(const httpd::request& in);
// `of` must outlive the call.
boost::asio::awaitable<std::optional<httpd::answer>> serve_pull(pull_view& of, httpd::request in);
// Where there is nothing else: 404 for what is_pull_request() is not true of.
boost::asio::awaitable<std::optional<httpd::answer>> serve_pull_alone(pull_view& of, httpd::request in);
// The same over a port: 401 for whatever comes without "Authorization: Bearer TOKEN".
// `token`, not empty, is read before this suspends.
boost::asio::awaitable<std::optional<httpd::answer>> serve_pull_port(pull_view& of, httpd::request in,
                                                                     const bouts::secret& token);

}  // namespace arena::control
