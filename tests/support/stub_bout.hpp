// The agent of the crash tests: it prints events and an answer that no other run of an agent could have
// printed, and keeps a record of its own of what it did.
#pragma once

#include <string>

namespace stub {

// Adds "started ENTRY MARK" to the file, prints a few events that bear the mark, one every few milliseconds,
// adds "solved ENTRY MARK", and prints the answer_of() both. ENTRY is $ARENA_ENTRY_ID; a new process has a
// new mark.
void play_bout(const std::string& record);

// What it hands in, with everything in it that is easily mangled.
std::string answer_of(const std::string& entry, const std::string& mark);

inline constexpr int bout_events = 6;

}  // namespace stub
