#include "daemon/run_directory.hpp"

#include "daemon/fail_points.hpp"
#include "daemon/files.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <system_error>

namespace arena {

namespace {

constexpr std::size_t max_marker_bytes = 16;

}  // namespace

bouts::result<run_directory> run_directory::create(const std::filesystem::path& state,
                                                   const bouts::entry_id& entry) {
  run_directory made(state / "runs" / entry.str());
  if (auto done = make_directory(made.work()); !done) {
    return std::unexpected(done.error());
  }
  return made;
}

int run_directory::begun_attempt() const {
  const auto text = read_file(attempt_marker(), max_marker_bytes);
  int attempt = 0;
  if (text && *text) {
    std::from_chars((*text)->data(), (*text)->data() + (*text)->size(), attempt);
  }
  return attempt;
}

bouts::status run_directory::begin_attempt(int attempt, std::string_view challenge_json,
                                           std::string_view told) const {
  if (begun_attempt() != attempt) {
    if (auto done = put_aside(attempt); !done) {
      return done;
    }
    fail_point("attempt.room");
    if (auto done = write_durably(challenge(), challenge_json); !done) {
      return done;
    }
    if (auto done = told.empty() ? bouts::status() : write_durably(prompt(), told); !done) {
      return done;
    }
    if (const auto made = append_file::open(first_attempt()); !made) {  // stays as it is when it is there
      return std::unexpected(made.error());
    }
    // From here on what lies in this directory is this attempt's. In a file of its own: challenge.json may
    // belong to the agent's user.
    fail_point("attempt.challenge");
    if (auto done = write_durably(attempt_marker(), std::to_string(attempt) + "\n"); !done) {
      return done;
    }
  }
  for (const auto& file : {out(), err()}) {
    if (const auto made = append_file::open(file); !made) {
      return std::unexpected(made.error());
    }
  }
  return {};
}

bouts::status run_directory::put_aside(int attempt) const {
  const std::array<std::filesystem::path, 5> left_behind = {out(), err(), exit(), path_ / "runner.json",
                                                            agent_solution()};
  for (const auto& file : left_behind) {
    std::error_code ec;
    if (std::filesystem::exists(std::filesystem::symlink_status(file, ec))) {
      std::filesystem::rename(file, file.string() + "." + std::to_string(attempt - 1), ec);
      if (ec) {
        return bouts::fail(bouts::errc::io, "cannot put aside " + file.string() + ": " + ec.message());
      }
    }
  }
  return {};
}

bouts::status run_directory::hand_over(std::uint32_t uid, std::uint32_t gid) const {
  constexpr mode_t passable = 0711;
  const auto state = path_.parent_path().parent_path();
  for (const auto& folder : {state, path_.parent_path(), path_}) {
    if (::chmod(folder.c_str(), passable) != 0) {
      return bouts::fail(bouts::errc::io, "cannot open the way to " + folder.string() + ": " +
                                              std::generic_category().message(errno));
    }
  }
  for (const auto& theirs : {work(), challenge(), prompt()}) {
    std::error_code ec;
    if (theirs == prompt() && !std::filesystem::exists(theirs, ec)) {
      continue;
    }
    if (::chown(theirs.c_str(), uid, gid) != 0) {
      return bouts::fail(bouts::errc::io, "cannot hand over " + theirs.string() + ": " +
                                              std::generic_category().message(errno));
    }
  }
  return {};
}

}  // namespace arena
