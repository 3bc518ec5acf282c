// The journal's rows that change with every event sent: checkpoints, windows, the server's clock.

#include "daemon/clock.hpp"
#include "daemon/journal_file.hpp"

namespace arena {

bouts::status journal_file::put_checkpoint(const bouts::entry_id& bout, const bout_checkpoint& checkpoint) {
  auto put =
      database_.prepare("INSERT OR REPLACE INTO checkpoints (entry, boot_id, checkpoint) VALUES (?, ?, ?)");
  return put.bind(bout.str()).bind(boot_id_).bind(save_checkpoint(checkpoint)).run();
}

bouts::status journal_file::save_relay(const std::string& agent, const bouts::entry_id& bout,
                                       const std::optional<bout_checkpoint>& checkpoint,
                                       const window_state& window) {
  if (auto done = sync_mode("NORMAL"); !done) {
    return done;
  }
  auto change = sqlite::transaction::begin(database_);
  if (!change) {
    return std::unexpected(change.error());
  }
  if (checkpoint) {
    if (auto done = put_checkpoint(bout, *checkpoint); !done) {
      return done;
    }
  }
  auto put = database_.prepare(
      "INSERT OR REPLACE INTO windows (agent, boot_id, saved_at, window) VALUES (?, ?, ?, ?)");
  put.bind(agent).bind(boot_id_).bind(wall_now()).bind(save_window(window));
  if (auto done = put.run(); !done) {
    return done;
  }
  return change->commit();
}

bouts::result<std::optional<bout_checkpoint>> journal_file::checkpoint(const bouts::entry_id& bout) {
  auto query = database_.prepare("SELECT boot_id, checkpoint FROM checkpoints WHERE entry = ?");
  const auto row = query.bind(bout.str()).step();
  if (!row) {
    return std::unexpected(row.error());
  }
  if (!*row) {
    return std::nullopt;
  }
  auto kept = load_checkpoint(query.text(1));
  if (!kept) {
    return std::unexpected(kept.error());
  }
  if (query.text(0) != boot_id_ && kept->stream) {
    for (auto& waiting : kept->stream->waiting) {
      waiting.since = mono_now();
    }
  }
  return std::optional(std::move(*kept));
}

bouts::result<window_state> journal_file::window(const std::string& agent) {
  auto query = database_.prepare("SELECT boot_id, saved_at, window FROM windows WHERE agent = ?");
  const auto row = query.bind(agent).step();
  if (!row) {
    return std::unexpected(row.error());
  }
  if (!*row) {
    return window_state{};
  }
  auto kept = load_window(query.text(2));
  if (kept && query.text(0) != boot_id_) {
    return after_reboot(std::move(*kept), wall_now() - query.time(1), mono_now());
  }
  return kept;
}

bouts::status journal_file::save_clock(const bouts::clock_anchor& clock) {
  if (auto done = sync_mode("NORMAL"); !done) {
    return done;
  }
  auto put =
      database_.prepare("INSERT OR REPLACE INTO clock (only, boot_id, server, mono) VALUES (1, ?, ?, ?)");
  return put.bind(boot_id_)
      .bind(clock.server)
      .bind(static_cast<std::int64_t>(clock.mono.time_since_epoch().count()))
      .run();
}

bouts::result<std::optional<bouts::clock_anchor>> journal_file::clock() {
  auto query = database_.prepare("SELECT server, mono FROM clock WHERE boot_id = ?");
  const auto row = query.bind(boot_id_).step();
  if (!row) {
    return std::unexpected(row.error());
  }
  if (!*row) {
    return std::nullopt;
  }
  return bouts::clock_anchor{.server = query.time(0),
                             .mono = bouts::mono_time(bouts::mono_time::duration(query.number(1)))};
}

}  // namespace arena
