#include "core/http/loop_watch.hpp"

namespace bouts {

std::string_view to_string(loop_doing doing) noexcept {
  switch (doing) {
    case loop_doing::starting:
      return "starting";
    case loop_doing::waiting:
      return "waiting";
    case loop_doing::asking:
      return "asking";
    case loop_doing::backing_off:
      return "backing_off";
    case loop_doing::parked:
      return "parked";
    case loop_doing::idle:
      return "idle";
    case loop_doing::paused:
      return "paused";
  }
  return "";
}

std::optional<mono_time::duration> loop_watch::asks(mono_time now) {
  std::optional<mono_time::duration> late;
  if (doing_ == loop_doing::waiting && until_ && now >= *until_) {
    late = now - *until_;
  }
  becomes(loop_doing::asking, std::nullopt, now);
  return late;
}

void loop_watch::waits(loop_doing why, mono_time until, mono_time now) {
  becomes(why, until, now);
}

void loop_watch::rests(loop_doing why, mono_time now) {
  becomes(why, std::nullopt, now);
}

// A loop that looks often while it does the same has done it since the first look.
void loop_watch::becomes(loop_doing what, std::optional<mono_time> until, mono_time now) {
  if (what != doing_) {
    since_ = now;
  }
  doing_ = what;
  until_ = until;
}

bool loop_watch::is_alive(mono_time now, milliseconds patience) const noexcept {
  if (doing_ == loop_doing::idle || doing_ == loop_doing::paused) {
    return true;
  }
  return now <= until_.value_or(since_) + patience;
}

}  // namespace bouts
