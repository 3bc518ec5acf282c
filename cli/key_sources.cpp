#include "cli/key_sources.hpp"

#include "core/base/text.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>

namespace bouts::cli {

namespace {

constexpr mode_t for_the_owner = 0600;
constexpr mode_t others = 0077;
constexpr std::size_t longest_key = 4'096;  // bytes; web sessions have tokens of about 1,000

class open_file {
 public:
  explicit open_file(int number) : number_(number) {}
  ~open_file() {
    if (number_ >= 0) {
      ::close(number_);
    }
  }
  open_file(const open_file&) = delete;
  open_file& operator=(const open_file&) = delete;
  int number() const noexcept { return number_; }

 private:
  int number_;
};

std::unexpected<error> cannot(std::string_view what, const std::string& path) {
  return fail(errc::io, path + " cannot be " + std::string(what) + ": " + std::strerror(errno));
}

// A key that came with the line feed of the file it was read from.
secret key_of(std::string_view text) {
  return secret(std::string(trim(text)));
}

result<secret> read_open(const open_file& file, const std::string& path) {
  std::array<char, longest_key> text{};
  std::size_t length = 0;
  while (length < text.size()) {
    const ssize_t got = ::read(file.number(), text.data() + length, text.size() - length);
    if (got < 0) {
      return cannot("read", path);
    }
    if (got == 0) {
      return key_of({text.data(), length});
    }
    length += static_cast<std::size_t>(got);
  }
  return fail(errc::too_large, path + " is too long for a key");
}

// Nothing in it when there is no such file.
result<secret> read_stored(const std::string& path) {
  const open_file file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
  if (file.number() < 0) {
    return errno == ENOENT || errno == ENOTDIR ? result<secret>() : cannot("read", path);
  }
  struct stat about{};
  if (::fstat(file.number(), &about) != 0) {
    return cannot("read", path);
  }
  if ((about.st_mode & others) != 0) {
    return fail(errc::config,
                path + " can be read by others: chmod 600 it, and make a new token if they may have");
  }
  return read_open(file, path);
}

result<found_key> find(const std::optional<std::string>& named, std::string_view variable,
                       const std::string& value, const std::filesystem::path& kept) {
  if (named) {
    auto key = read_key_file(*named);
    return key ? result<found_key>(found_key{*std::move(key), *named}) : std::unexpected(key.error());
  }
  if (secret key = key_of(value); !key.empty()) {
    return found_key{std::move(key), std::string(variable)};
  }
  if (kept.empty()) {
    return found_key{};
  }
  auto key = read_stored(kept);
  if (!key) {
    return std::unexpected(key.error());
  }
  const std::string source = key->empty() ? std::string() : kept.string();
  return found_key{*std::move(key), source};
}

status write_new(const std::string& path, std::string_view text) {
  const open_file file(
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, for_the_owner));
  if (file.number() < 0) {
    return cannot("written", path);
  }
  const bool written = ::write(file.number(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
  return written && ::fsync(file.number()) == 0 ? status{} : cannot("written", path);
}

}  // namespace

result<secret> read_key_file(const std::string& path) {
  const open_file file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (file.number() < 0) {
    return cannot("read", path);
  }
  auto key = read_open(file, path);
  if (key && key->empty()) {
    return fail(errc::config, path + " has no key in it");
  }
  return key;
}

std::filesystem::path stored_file(const environment& from, stored which) {
  if (from.config_directory.empty()) {
    return {};
  }
  const std::string_view name = which == stored::token           ? "token"
                                : which == stored::sandbox_token ? "sandbox-token"
                                                                 : "agent-key";
  return std::filesystem::path(from.config_directory) / name;
}

result<found_keys> find_keys(const console& here) {
  // `--sandbox` is a flag, so what the environment says comes after it.
  const bool sandbox = here.sandbox && !here.token_file;
  auto token = find(here.token_file, "BOUTS_API_KEY", sandbox ? std::string() : here.from.token,
                    stored_file(here.from, sandbox ? stored::sandbox_token : stored::token));
  if (!token) {
    return std::unexpected(std::move(token.error()));
  }
  if (sandbox && token->key.empty()) {
    return fail(errc::config, "no sandbox token is stored; `bouts login --sandbox` stores one");
  }
  auto agent_key = find(here.agent_key_file, "ARENA_API_KEY", here.from.agent_key,
                        stored_file(here.from, stored::agent_key));
  if (!agent_key) {
    return std::unexpected(std::move(agent_key.error()));
  }
  return found_keys{*std::move(token), *std::move(agent_key)};
}

status store_key(const environment& from, stored which, const secret& key) {
  const std::filesystem::path path = stored_file(from, which);
  if (path.empty()) {
    return fail(errc::config, "there is no place for the key: set HOME or XDG_CONFIG_HOME");
  }
  std::error_code failed;
  if (std::filesystem::create_directories(path.parent_path(), failed)) {
    std::filesystem::permissions(path.parent_path(), std::filesystem::perms::owner_all, failed);
  }
  if (failed) {
    return fail(errc::io, path.parent_path().string() + " cannot be made: " + failed.message());
  }
  const std::string fresh = path.string() + ".new";
  ::unlink(fresh.c_str());  // of a login that was cut off
  if (auto written = write_new(fresh, std::string(key.reveal()) + '\n'); !written) {
    return written;
  }
  return ::rename(fresh.c_str(), path.c_str()) == 0 ? status{} : cannot("written", path.string());
}

result<bool> forget_key(const environment& from, stored which) {
  const std::filesystem::path path = stored_file(from, which);
  if (path.empty() || ::unlink(path.c_str()) == 0) {
    return !path.empty();
  }
  return errno == ENOENT || errno == ENOTDIR ? result<bool>(false) : cannot("removed", path.string());
}

}  // namespace bouts::cli
