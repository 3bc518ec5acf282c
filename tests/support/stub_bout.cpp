#include "tests/support/stub_bout.hpp"

#include "tests/support/stub_writing.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <string_view>
#include <thread>

namespace stub {

namespace {

// Five times a bout is longer than the time between two kills.
constexpr std::chrono::milliseconds between_events{120};

void note(const std::string& path, const std::string& line) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  write_all(file, line + "\n");
  ::close(file);
}

std::string escaped(std::string_view text) {
  std::string made;
  for (const char c : text) {
    if (c == '\n') {
      made += "\\n";
    } else if (c == '"' || c == '\\') {
      made += '\\';
      made += c;
    } else {
      made += c;
    }
  }
  return made;
}

}  // namespace

std::string answer_of(const std::string& entry, const std::string& mark) {
  return "Answer to " + entry + " of run " + mark +
         "\n\n  \"quoted\" \\ back, \xc3\xbc \xe2\x82\xac \xf0\x9f\x98\x80\n\nlast line";
}

void play_bout(const std::string& record) {
  const char* given = std::getenv("ARENA_ENTRY_ID");
  const std::string entry = given == nullptr ? "none" : given;
  const auto now = std::chrono::system_clock::now().time_since_epoch().count();
  const std::string mark = std::to_string(::getpid()) + "x" + std::to_string(now % 1'000'000);
  note(record, "started " + entry + " " + mark);
  for (int i = 1; i <= bout_events; ++i) {
    const char* type = i % 2 == 0 ? "error_hit" : "self_correct";
    write_all(STDOUT_FILENO, std::string(R"({"type":")") + type + R"(","summary":"step )" +
                                 std::to_string(i) + " of run " + mark + "\"}\n");
    std::this_thread::sleep_for(between_events);
  }
  note(record, "solved " + entry + " " + mark);
  write_all(STDOUT_FILENO, R"({"type":"submission","content":")" + escaped(answer_of(entry, mark)) + "\"}\n");
}

}  // namespace stub
