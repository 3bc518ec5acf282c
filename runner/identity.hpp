// What tells a process from every other one that ever had its number: pid, start time and boot id together.
#pragma once

#include "runner/failure.hpp"

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace arena::runner {

// What /proc/PID/stat says, as far as it is used here.
struct process_stat {
  char state = '?';
  pid_t parent = 0;
  pid_t session = 0;             // field 6; its number stays taken while anybody is in it
  std::uint64_t start_time = 0;  // field 22: clock ticks between boot and the process's start
};

// The text of /proc/PID/stat. The name in it (field 2) may hold blanks, parentheses and line ends. Nothing
// when it is not such a text.
std::optional<process_stat> parse_process_stat(std::string_view text);

// Fails when there is no such process, or no /proc.
result<process_stat> read_process_stat(pid_t pid);

// "3f0c…": changes with every boot of the machine.
result<std::string> read_boot_id();

// A small file as text, cut at 4096 bytes. For files of /proc and of cgroups.
result<std::string> read_small_file(const char* path);

}  // namespace arena::runner
