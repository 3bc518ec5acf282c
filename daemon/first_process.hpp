// What the first process of a container owes it: the kernel gives it everybody's orphans, which stay as
// zombies until it takes them, and does not deliver to it a signal that it has no handler for.
#pragma once

#include <optional>

namespace arena {

// Where this is process 1: goes on as a child of itself, for which the first process forwards signals and
// gathers orphans until it has ended. Comes back in the child with nothing, and in the first process with the
// child's exit code (128 and the signal's number, when one killed it). Anywhere else with nothing at once.
//
// A process of its own, because a daemon that took whatever child has ended would take its own ones' answers.
// REQUIRES that no thread was started.
std::optional<int> serve_as_first_process();

}  // namespace arena
