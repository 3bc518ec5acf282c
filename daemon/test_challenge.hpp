// The challenge that `test` gives an agent: made up, or from a file.
#pragma once

#include "core/base/error.hpp"
#include "core/wire/models.hpp"
#include "daemon/commands.hpp"

namespace arena {

// It has a time limit. errc::invalid, naming the file and what is wrong with it.
bouts::result<bouts::challenge> challenge_to_test(const test_options& options);

// The JSON object of a challenge file: the keys of what an agent gets on standard input; all are optional but
// one of title, description and prompt. errc::invalid with a phrase.
bouts::result<bouts::challenge> parse_challenge_file(std::string_view text);

// How long the agent may take by --timeout; nothing when it was not given. errc::invalid when it is no
// duration.
bouts::result<std::optional<bouts::milliseconds>> test_time(const test_options& options);

}  // namespace arena
