// What the benchmarks read: made up once, the same in every run.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace arena::bench {

// What agents print between their events: code, a test run, logs and prose, in lines of 78 bytes on average.
// No secrets, and nothing that looks like one.
std::string_view plain_sample();

// At least that many bytes of lines like the sample's.
std::string plain_lines(std::size_t bytes);
// At least that many bytes of lines that are events, in the mix of a coding agent: 170 bytes on average, or,
// with whole functions, command outputs and longer thoughts, 700 bytes.
std::string short_event_lines(std::size_t bytes);
std::string long_event_lines(std::size_t bytes);

}  // namespace arena::bench
