// Opening the journal's file: its schema, and whether it can be used.

#include "daemon/journal_file.hpp"
#include "runner/identity.hpp"

#include <array>

namespace arena {

namespace {

using bouts::errc;
using bouts::fail;

// Step n brings a file from version n to n + 1 (docs/journal.md). Steps are only ever added.
constexpr std::array migrations = {
    R"(
CREATE TABLE bouts (
  entry      TEXT PRIMARY KEY,
  agent      TEXT NOT NULL,
  state      TEXT NOT NULL,
  record     TEXT NOT NULL,
  account    TEXT,
  seen_at    INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  ended_at   INTEGER
) STRICT;
CREATE INDEX bouts_at_work ON bouts (agent) WHERE ended_at IS NULL;
CREATE INDEX bouts_by_time ON bouts (seen_at);
CREATE TABLE checkpoints (
  entry      TEXT PRIMARY KEY REFERENCES bouts ON DELETE CASCADE,
  boot_id    TEXT NOT NULL,
  checkpoint TEXT NOT NULL
) STRICT;
CREATE TABLE windows (
  agent      TEXT PRIMARY KEY,
  boot_id    TEXT NOT NULL,
  saved_at   INTEGER NOT NULL,
  window     TEXT NOT NULL
) STRICT;
CREATE TABLE clock (
  only       INTEGER PRIMARY KEY CHECK (only = 1),
  boot_id    TEXT NOT NULL,
  server     INTEGER NOT NULL,
  mono       INTEGER NOT NULL
) STRICT;
)",
};

constexpr std::size_t last_plausible_version = 1'000;

}  // namespace

bouts::result<journal_file> journal_file::open(const std::filesystem::path& file) {
  auto boot_id = runner::read_boot_id();
  if (!boot_id) {
    return fail(errc::io, "the machine's boot id cannot be read: " + boot_id.error().message);
  }
  auto opened = sqlite::database::open(file);
  if (!opened) {
    return std::unexpected(opened.error());
  }
  journal_file made(std::move(*opened), std::move(*boot_id));
  if (auto done = made.database_.run("PRAGMA journal_mode = WAL; PRAGMA foreign_keys = ON"); !done) {
    return std::unexpected(done.error());
  }
  if (auto done = made.prepare_schema(); !done) {
    return std::unexpected(done.error());
  }
  if (auto done = made.check(); !done) {
    return std::unexpected(done.error());
  }
  return made;
}

bouts::status journal_file::prepare_schema() {
  auto version = database_.prepare("PRAGMA user_version");
  if (const auto row = version.step(); !row) {
    return std::unexpected(row.error());
  }
  const auto found = static_cast<std::size_t>(version.number(0));
  if (found > last_plausible_version) {
    return fail(errc::bad_answer,
                "the journal is damaged: no release writes version " + std::to_string(found));
  }
  if (found > migrations.size()) {
    return fail(errc::invalid, "the journal was written by a later release (version " +
                                   std::to_string(found) + ", this one knows " +
                                   std::to_string(migrations.size()) + ")");
  }
  for (auto step = found; step < migrations.size(); ++step) {
    auto change = sqlite::transaction::begin(database_);
    if (!change) {
      return std::unexpected(change.error());
    }
    if (auto done = database_.run(migrations[step]); !done) {
      return done;
    }
    if (auto done = database_.run("PRAGMA user_version = " + std::to_string(step + 1)); !done) {
      return done;
    }
    if (auto done = change->commit(); !done) {
      return done;
    }
  }
  return {};
}

// Pages first, then whether we can read what we shall need.
bouts::status journal_file::check() {
  auto pages = database_.prepare("PRAGMA quick_check(1)");
  if (const auto row = pages.step(); !row) {
    return std::unexpected(row.error());
  }
  if (const auto words = pages.text(0); words != "ok") {
    return fail(errc::bad_answer, "the journal is damaged: " + words);
  }
  const auto unfinished = open_bouts(std::nullopt);
  return unfinished ? bouts::status() : std::unexpected(unfinished.error());
}

bouts::status journal_file::sync_mode(const char* mode) {
  return database_.run(std::string("PRAGMA synchronous = ") + mode);
}

}  // namespace arena
