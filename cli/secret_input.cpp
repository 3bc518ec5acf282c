#include "cli/secret_input.hpp"

#include "core/base/text.hpp"

#include <termios.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>
#include <string>

namespace bouts::cli {

namespace {

constexpr std::size_t longest_line = 4'096;  // bytes: also what a terminal takes in one line
constexpr char ctrl_c = '\x03';

// Signals that end the program wait until the terminal is as it was.
class signals_held {
 public:
  signals_held() {
    sigset_t some;
    sigemptyset(&some);
    for (const int one : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP}) {
      sigaddset(&some, one);
    }
    ::pthread_sigmask(SIG_BLOCK, &some, &before_);
  }
  ~signals_held() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  signals_held(const signals_held&) = delete;
  signals_held& operator=(const signals_held&) = delete;

 private:
  sigset_t before_{};
};

// Ctrl-C comes as a character that ends the line, so that nobody dies with the echo off.
class echo_off {
 public:
  explicit echo_off(int terminal) : terminal_(terminal) {
    good_ = ::tcgetattr(terminal_, &before_) == 0;
    termios silent = before_;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO | ISIG);
    silent.c_cc[VEOL] = ctrl_c;
    good_ = good_ && ::tcsetattr(terminal_, TCSAFLUSH, &silent) == 0;
  }
  ~echo_off() {
    if (good_) {
      ::tcsetattr(terminal_, TCSAFLUSH, &before_);
    }
  }
  echo_off(const echo_off&) = delete;
  echo_off& operator=(const echo_off&) = delete;
  bool good() const noexcept { return good_; }

 private:
  int terminal_;
  termios before_{};
  bool good_ = false;
};

void show(int terminal, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(terminal, text.data(), text.size());
    if (written <= 0) {
      return;
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace

result<secret> ask_on_terminal(int terminal, std::string_view prompt) {
  const signals_held held;
  const echo_off quiet(terminal);
  if (!quiet.good()) {
    return fail(errc::io, std::string("the terminal's echo cannot be turned off: ") + std::strerror(errno));
  }
  show(terminal, prompt);
  std::string line;
  char c = '\0';
  while (line.size() < longest_line && ::read(terminal, &c, 1) == 1 && c != '\n' && c != ctrl_c) {
    line += c;
  }
  show(terminal, "\n");
  if (c != '\n') {
    return fail(errc::cancelled, "nothing was entered");
  }
  return secret(std::string(trim(line)));
}

result<secret> read_secret_line(std::istream& in) {
  std::string line;
  char c = '\0';
  while (line.size() < longest_line && in.get(c) && c != '\n') {
    line += c;
  }
  secret read(std::string(trim(line)));
  return read.empty()
             ? fail(errc::invalid, "there is nothing on standard input: give the key as its first line")
             : result<secret>(std::move(read));
}

}  // namespace bouts::cli
