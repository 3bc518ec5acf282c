// What keeps this process's secrets from others on the same machine. Agents commonly run as the daemon's own
// user, so "the same user" is not enough of a fence.
#pragma once

namespace arena {

// From here on the process leaves no core file, and no other process of its user can read its memory or its
// first environment under /proc. Programs that it starts are not affected.
void shield_process() noexcept;

// Overwrites the values of --key and --token where `ps` reads them. Once the words have been read.
void hide_secret_words(int argc, char** argv) noexcept;

}  // namespace arena
