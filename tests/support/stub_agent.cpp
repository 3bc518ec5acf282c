// An agent with modes, for tests and demonstrations. Its arguments are a script: each is carried out in its
// turn.
#include "tests/support/stub_bout.hpp"
#include "tests/support/stub_processes.hpp"
#include "tests/support/stub_writing.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace {

using std::chrono::milliseconds;
using stub::write_all;

void print_line(std::string line) {
  line += '\n';
  write_all(STDOUT_FILENO, line);
}

long long to_number(const std::string& text) {
  return std::strtoll(text.c_str(), nullptr, 10);
}

// `bytes` of a repeated line, or without end for 0.
void flood(int fd, std::uint64_t bytes) {
  std::string block;
  while (block.size() < 64UL * 1024UL) {
    block += "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ+\n";
  }
  const bool endless = bytes == 0;
  while (endless || bytes > 0) {
    const auto now = endless ? block.size() : std::min<std::uint64_t>(bytes, block.size());
    write_all(fd, std::string_view(block).substr(0, now));
    bytes -= endless ? 0 : now;
  }
}

// So many megabytes at 100 MB a second.
void pour(long long megabytes) {
  constexpr std::uint64_t portion = 1'000'000;
  constexpr milliseconds each{10};
  auto next = std::chrono::steady_clock::now();
  for (long long done = 0; done < megabytes; ++done) {
    flood(STDOUT_FILENO, portion);
    next += each;
    std::this_thread::sleep_until(next);
  }
}

void print_binary(long long bytes) {
  std::string all;
  for (long long i = 0; i < bytes; ++i) {
    all += static_cast<char>(i % 256);
  }
  write_all(STDOUT_FILENO, all);
}

std::string json_string(const std::string& text) {
  std::string quoted(1, '"');
  for (const char c : text) {
    if (c == '\n') {
      quoted += "\\n";
    } else {
      if (c == '"' || c == '\\') {
        quoted += '\\';
      }
      quoted += c;
    }
  }
  quoted += '"';
  return quoted;
}

void print_events(long long count) {
  for (long long i = 1; i <= count; ++i) {
    std::array<char, 160> line{};
    std::snprintf(line.data(), line.size(),
                  R"({"type":"progress","percent":%lld,"summary":"step %lld of %lld"})", i * 100 / count, i,
                  count);
    print_line(line.data());
  }
}

std::string read_all(int fd) {
  std::string text;
  std::array<char, 4096> chunk;
  ssize_t got = 0;
  while ((got = ::read(fd, chunk.data(), chunk.size())) > 0) {
    text.append(chunk.data(), static_cast<std::size_t>(got));
  }
  return text;
}

void print_file(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  write_all(STDOUT_FILENO, fd < 0 ? path + " cannot be opened\n" : read_all(fd));
  ::close(fd);
}

// "fds 0 1 2"
void print_descriptors() {
  std::vector<int> open;
  DIR* dir = ::opendir("/proc/self/fd");
  while (const dirent* entry = ::readdir(dir)) {
    const int fd = std::atoi(entry->d_name);
    if (entry->d_name[0] != '.' && fd != ::dirfd(dir)) {
      open.push_back(fd);
    }
  }
  ::closedir(dir);
  std::ranges::sort(open);
  std::string line = "fds";
  for (const int fd : open) {
    line += ' ';
    line += std::to_string(fd);
  }
  print_line(line);
}

void write_file(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

void print_variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  print_line(value != nullptr ? name + "=" + value : name + " is not set");
}

void wait_for_file(const std::string& path) {
  while (::access(path.c_str(), F_OK) != 0) {
    std::this_thread::sleep_for(milliseconds(2));
  }
}

// User and system time together, as the runner counts them.
void burn_cpu(long long how_many_ms) {
  while (std::clock() < how_many_ms * (CLOCKS_PER_SEC / 1000)) {
  }
}

void fill_memory(long long mib) {
  const auto size = static_cast<std::size_t>(mib) * 1024 * 1024;
  auto* memory = static_cast<char*>(std::malloc(size));
  if (memory == nullptr) {
    print_line("out of memory");
    ::_exit(12);
  }
  std::memset(memory, 1, size);
  print_line("filled " + std::to_string(mib) + " MiB at " +
             std::to_string(reinterpret_cast<std::uintptr_t>(memory)));
  std::free(memory);
}

std::string said_on_term;

void say_and_exit(int) {
  write_all(STDOUT_FILENO, said_on_term);
  ::_exit(0);
}

struct mode {
  std::string_view name;
  std::string_view value;  // "" for a mode without one
  std::string_view help;
  void (*act)(const std::string& value);
};

constexpr std::array modes = {
    mode{"--print", "TEXT", "a line on stdout", [](const std::string& v) { print_line(v); }},
    mode{"--err", "TEXT", "a line on stderr",
         [](const std::string& v) { write_all(STDERR_FILENO, v + "\n"); }},
    mode{"--partial-line", "TEXT", "TEXT on stdout, without a line end",
         [](const std::string& v) { write_all(STDOUT_FILENO, v); }},
    mode{"--binary", "BYTES", "the bytes 0 to 255 over and over",
         [](const std::string& v) { print_binary(to_number(v)); }},
    mode{"--flood", "BYTES", "so much on stdout, as fast as it goes; 0: without end",
         [](const std::string& v) { flood(STDOUT_FILENO, static_cast<std::uint64_t>(to_number(v))); }},
    mode{"--flood-err", "BYTES", "the same on stderr",
         [](const std::string& v) { flood(STDERR_FILENO, static_cast<std::uint64_t>(to_number(v))); }},
    mode{"--pour-mb", "N", "N megabytes on stdout, 100 a second",
         [](const std::string& v) { pour(to_number(v)); }},
    mode{"--events", "N", "N progress events", [](const std::string& v) { print_events(to_number(v)); }},
    mode{"--solution", "TEXT", "a submission line on stdout",
         [](const std::string& v) {
           print_line(R"({"type":"submission","content":)" + json_string(v) + "}");
         }},
    mode{"--solution-file", "TEXT", "TEXT into $ARENA_SOLUTION_FILE",
         [](const std::string& v) {
           const char* path = std::getenv("ARENA_SOLUTION_FILE");
           write_file(path != nullptr ? path : "solution.txt", v);
         }},
    mode{"--bout", "FILE", "plays a whole bout of its own and writes down in FILE that it did",
         [](const std::string& v) { stub::play_bout(v); }},
    mode{"--read-stdin", "", "reads to the end and prints the size",
         [](const std::string&) {
           print_line("stdin " + std::to_string(read_all(STDIN_FILENO).size()) + " bytes");
         }},
    mode{"--echo-stdin", "", "copies stdin to stdout",
         [](const std::string&) { write_all(STDOUT_FILENO, read_all(STDIN_FILENO)); }},
    mode{"--no-read", "", "closes stdin unread", [](const std::string&) { ::close(STDIN_FILENO); }},
    mode{"--close-stdout", "", "closes stdout and goes on",
         [](const std::string&) { ::close(STDOUT_FILENO); }},
    mode{"--env", "NAME", "prints the variable", [](const std::string& v) { print_variable(v); }},
    mode{"--fds", "", "prints the numbers of the open descriptors",
         [](const std::string&) { print_descriptors(); }},
    mode{"--cat", "FILE", "prints the file", [](const std::string& v) { print_file(v); }},
    mode{"--cwd", "", "prints the working directory",
         [](const std::string&) { print_line(std::filesystem::current_path().string()); }},
    mode{"--sleep-ms", "N", "sleeps",
         [](const std::string& v) { std::this_thread::sleep_for(milliseconds(to_number(v))); }},
    mode{"--cpu-ms", "N", "computes until it has used so much CPU time",
         [](const std::string& v) { burn_cpu(to_number(v)); }},
    mode{"--memory-mib", "N", "takes and fills memory, and gives it back",
         [](const std::string& v) { fill_memory(to_number(v)); }},
    mode{"--touch", "FILE", "makes the file", [](const std::string& v) { write_file(v, ""); }},
    mode{"--wait-file", "FILE", "waits until the file is there",
         [](const std::string& v) { wait_for_file(v); }},
    mode{"--ignore-term", "", "ignores SIGTERM from here on",
         [](const std::string&) { ::signal(SIGTERM, SIG_IGN); }},
    mode{"--on-term", "TEXT", "at a SIGTERM: TEXT on stdout, then exit 0",
         [](const std::string& v) {
           said_on_term = v + "\n";
           ::signal(SIGTERM, say_and_exit);
         }},
    mode{"--fork", "N", "leaves N processes behind that ignore SIGTERM, some in sessions of their own",
         [](const std::string& v) { stub::leave_behind(static_cast<int>(to_number(v))); }},
    mode{"--keep-forking", "", "leaves chains of processes behind that fork without end",
         [](const std::string&) { stub::keep_forking(); }},
    mode{"--leak-stdout", "", "leaves a process behind that holds stdout",
         [](const std::string&) { stub::leak_stdout(); }},
    mode{"--kill-self", "SIGNAL", "sends itself the signal (a number)",
         [](const std::string& v) { ::raise(static_cast<int>(to_number(v))); }},
    mode{"--exit", "N", "exits with N",
         [](const std::string& v) { std::exit(static_cast<int>(to_number(v))); }},
};

int print_help() {
  std::printf("stub_agent MODE...: an agent for tests. The modes are carried out in the order given.\n\n");
  for (const auto& each : modes) {
    const std::string head = std::string(each.name) + " " + std::string(each.value);
    std::printf("  %-24s %s\n", head.c_str(), std::string(each.help).c_str());
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::vector<std::string> script(argv + 1, argv + argc);
  for (std::size_t i = 0; i < script.size(); ++i) {
    if (script[i] == "--help") {
      return print_help();
    }
    const auto found = std::ranges::find(modes, script[i], &mode::name);
    if (found == modes.end() || (!found->value.empty() && i + 1 == script.size())) {
      std::fprintf(stderr, "stub_agent: '%s' is no mode, or its value is missing; see --help\n",
                   script[i].c_str());
      return 64;
    }
    found->act(found->value.empty() ? std::string() : script[++i]);
  }
  return 0;
}
