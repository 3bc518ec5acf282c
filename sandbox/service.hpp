// The whole program but for its sockets: every request comes here, is written down, meets the bad weather
// that was asked for, and gets its answer (or none). Pure like the state: `now` is an argument. Single
// thread.
//
//   plan = service.admit(request, now);     at arrival
//   … the shell waits plan.delay …
//   service.carry_out(plan, request, now);  the answer; nothing: close the connection without one
//   … where answer.after_delivery says so, the shell waits for that delivery …
//   service.finish(answer);
#pragma once

#include "sandbox/arena_state.hpp"
#include "sandbox/faults.hpp"
#include "sandbox/http_message.hpp"
#include "sandbox/traffic.hpp"

#include <optional>

namespace arena::sandbox {

struct plan {
  long long number = 0;  // of the request's record
  milliseconds delay{0};
  bool refused_by_outage = false;
  std::optional<fault> weather;
  bool control = false;  // `/_arena/…` and the page: no weather, no record
};

class service {
 public:
  service(const arena_options& options, wall_time now);

  plan admit(const request& in, wall_time now);
  // Webhooks are told of what comes of it.
  std::optional<answer> carry_out(const plan& what, const request& in, wall_time now);
  // The answer as it is to be sent, now that the delivery it waited for has ended.
  answer finish(answer given);
  // The host's own answer to a body above limits::host_body_bytes, which was not read.
  answer too_large(const request& in, wall_time now);

  arena_state arena;
  traffic seen;
  faults weather;

 private:
  std::optional<answer> answer_to(const plan& what, const request& in, wall_time now);
};

// The control endpoints and the spectator page (control.cpp): no authentication, for the loopback alone.
bool is_control_path(std::string_view path) noexcept;
answer serve_control(service& all, const request& in, wall_time now);

}  // namespace arena::sandbox
