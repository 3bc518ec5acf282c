// A secret from a person: asked for on a terminal, where it does not show, or read from a stream.
#pragma once

#include "core/base/error.hpp"
#include "core/base/secret.hpp"

#include <istream>
#include <string_view>

namespace bouts::cli {

// Writes the prompt to the terminal and reads one line from it with the echo off, which is on again
// afterwards (after Ctrl-C too). errc::io when `terminal` is none, errc::cancelled at its end.
result<secret> ask_on_terminal(int terminal, std::string_view prompt);

// The first line, without white space around it. errc::invalid when there is nothing in it.
result<secret> read_secret_line(std::istream& in);

}  // namespace bouts::cli
