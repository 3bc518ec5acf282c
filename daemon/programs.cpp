#include "daemon/programs.hpp"

#include "daemon/files.hpp"

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>
#include <system_error>

namespace arena {

namespace {

using bouts::errc;
using bouts::fail;

std::vector<char*> pointers_to(std::vector<std::string>& words) {
  std::vector<char*> pointers;
  pointers.reserve(words.size() + 1);
  for (auto& word : words) {
    pointers.push_back(word.data());
  }
  pointers.push_back(nullptr);
  return pointers;
}

bool is_executable_file(const std::filesystem::path& path) {
  std::error_code ec;
  return std::filesystem::is_regular_file(path, ec) && ::access(path.c_str(), X_OK) == 0;
}

// What `look` gives for the first directory of the list that it gives anything for.
template <class Look>
std::optional<std::filesystem::path> first_along(std::string_view path, Look look) {
  while (!path.empty()) {
    const auto colon = path.find(':');
    if (auto found = look(std::filesystem::path(path.substr(0, colon)))) {
      return found;
    }
    path = colon == std::string_view::npos ? "" : path.substr(colon + 1);
  }
  return std::nullopt;
}

class spawn_plan {
 public:
  explicit spawn_plan(const spawn_request& request) {
    posix_spawn_file_actions_init(&files_);
    if (request.in >= 0) {
      posix_spawn_file_actions_adddup2(&files_, request.in, STDIN_FILENO);
    } else {
      posix_spawn_file_actions_addopen(&files_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    }
    if (request.out >= 0) {
      posix_spawn_file_actions_adddup2(&files_, request.out, STDOUT_FILENO);
    } else {
      posix_spawn_file_actions_addopen(&files_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    }
    if (!request.error_log.empty()) {
      posix_spawn_file_actions_addopen(&files_, STDERR_FILENO, request.error_log.c_str(),
                                       O_WRONLY | O_CREAT | O_TRUNC, private_file_mode);
    }
    // Ours all close on exec; what somebody else left open in us must not reach an agent either.
    posix_spawn_file_actions_addclosefrom_np(&files_, STDERR_FILENO + 1);
    posix_spawnattr_init(&attributes_);
    sigset_t none;
    sigemptyset(&none);
    posix_spawnattr_setsigmask(&attributes_, &none);
    sigset_t all;
    sigfillset(&all);
    posix_spawnattr_setsigdefault(&attributes_, &all);
    posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  }
  ~spawn_plan() {
    posix_spawn_file_actions_destroy(&files_);
    posix_spawnattr_destroy(&attributes_);
  }
  spawn_plan(const spawn_plan&) = delete;
  spawn_plan& operator=(const spawn_plan&) = delete;

  const posix_spawn_file_actions_t* files() const { return &files_; }
  const posix_spawnattr_t* attributes() const { return &attributes_; }

 private:
  posix_spawn_file_actions_t files_{};
  posix_spawnattr_t attributes_{};
};

}  // namespace

bouts::result<std::filesystem::path> find_program(const std::string& name) {
  std::error_code ec;
  const auto self = std::filesystem::read_symlink("/proc/self/exe", ec);
  // Beside this program, or where an installation keeps what nobody types. A program that was started by a
  // loader of its own is that loader to the kernel, which makes no difference to "../lib".
  for (const char* directory : {".", "../lib/arena-connect"}) {
    auto candidate = (self.parent_path() / directory / name).lexically_normal();
    if (!ec && ::access(candidate.c_str(), X_OK) == 0) {
      return candidate;
    }
  }
  const char* path = std::getenv("PATH");
  auto found = first_along(path == nullptr ? "" : path, [&name](const std::filesystem::path& directory) {
    auto candidate = directory / name;
    const bool good = candidate.is_absolute() && ::access(candidate.c_str(), X_OK) == 0;
    return good ? std::optional(std::move(candidate)) : std::nullopt;
  });
  if (found) {
    return *std::move(found);
  }
  return fail(errc::spawn, name + " was found neither beside this program nor in $PATH");
}

std::optional<std::filesystem::path> find_command(const std::string& word,
                                                  const std::filesystem::path& directory,
                                                  std::string_view path) {
  const auto in = [&](const std::filesystem::path& where) {
    auto file = directory / where / word;
    return is_executable_file(file) ? std::optional(std::move(file)) : std::nullopt;
  };
  return word.find('/') != std::string::npos ? in({}) : first_along(path, in);
}

std::string path_in(const environment& variables) {
  const auto found = variables.find("PATH");
  return found == variables.end() ? "/bin:/usr/bin" : found->second;
}

bouts::result<int> spawn(const spawn_request& request) {
  std::vector<std::string> words = {request.program.string()};
  words.insert(words.end(), request.arguments.begin(), request.arguments.end());
  std::vector<std::string> variables;
  for (const auto& [name, value] : request.variables) {
    variables.push_back(name + "=" + value);
  }
  const auto argv = pointers_to(words);
  const auto envp = pointers_to(variables);
  const spawn_plan plan(request);
  pid_t pid = 0;
  const int failed =
      posix_spawn(&pid, request.program.c_str(), plan.files(), plan.attributes(), argv.data(), envp.data());
  if (failed != 0) {
    return fail(errc::spawn,
                "cannot start " + request.program.string() + ": " + std::generic_category().message(failed));
  }
  return pid;
}

}  // namespace arena
