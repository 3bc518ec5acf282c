// The processes that a misbehaving agent leaves behind. None of them heeds SIGTERM; each ends by itself after
// stray_lifetime, so that a failed test does not leave them on the machine for ever.
#pragma once

#include <chrono>

namespace stub {

inline constexpr std::chrono::seconds stray_lifetime{120};

// `count` processes without stdio. Every third is a plain child, every third has a session of its own, every
// third is double-forked, so that its parent is gone.
void leave_behind(int count);

// A process in a session of its own that holds stdout open.
void leak_stdout();

// A few chains of processes in which each forks its successor, with a session of its own, and ends: a list of
// them is out of date before it is read.
void keep_forking();

}  // namespace stub
