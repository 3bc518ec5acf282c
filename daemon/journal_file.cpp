#include "daemon/journal_file.hpp"

#include "core/bout/saved_record.hpp"
#include "daemon/clock.hpp"
#include "daemon/fail_points.hpp"

namespace arena {

namespace {

using bouts::errc;
using bouts::fail;

constexpr std::string_view bout_columns =
    "SELECT agent, record, account, seen_at, changed_at, ended_at FROM bouts ";

bouts::result<journaled_bout> read_bout(const sqlite::statement& row) {
  auto record = load_record(row.text(1));
  if (!record) {
    return std::unexpected(record.error());
  }
  journaled_bout made{.agent = row.text(0),
                      .record = std::move(*record),
                      .account = {},
                      .seen_at = row.time(3),
                      .changed_at = row.time(4),
                      .ended_at = {}};
  if (!row.is_null(2)) {
    auto account = load_account(row.text(2));
    if (!account) {
      return std::unexpected(account.error());
    }
    made.account = std::move(*account);
  }
  if (!row.is_null(5)) {
    made.ended_at = row.time(5);
  }
  return made;
}

}  // namespace

bouts::status journal_file::check_step(const bout_record& record) {
  auto known = database_.prepare("SELECT record FROM bouts WHERE entry = ?");
  const auto row = known.bind(record.assigned.entry_id.str()).step();
  if (!row) {
    return std::unexpected(row.error());
  }
  if (!*row) {
    return {};
  }
  const auto before = load_record(known.text(0));
  if (!before) {
    return std::unexpected(before.error());
  }
  if (!may_have_reached(before->state, record.state)) {
    return fail(errc::invalid, "a bout cannot go from " + std::string(to_string(before->state)) + " to " +
                                   std::string(to_string(record.state)));
  }
  return {};
}

bouts::status journal_file::save(const std::string& agent, const bout_record& record,
                                 const std::optional<bout_checkpoint>& checkpoint,
                                 const std::optional<event_account>& account) {
  if (auto done = sync_mode("FULL"); !done) {
    return done;
  }
  auto change = sqlite::transaction::begin(database_);
  if (!change) {
    return std::unexpected(change.error());
  }
  if (auto allowed = check_step(record); !allowed) {
    return allowed;
  }
  auto put = database_.prepare(
      "INSERT INTO bouts (entry, agent, state, record, account, seen_at, changed_at, ended_at)"
      " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
      " ON CONFLICT (entry) DO UPDATE SET agent = excluded.agent, state = excluded.state,"
      " record = excluded.record, account = coalesce(excluded.account, account),"
      " changed_at = excluded.changed_at, ended_at = excluded.ended_at");
  const auto now = wall_now();
  put.bind(record.assigned.entry_id.str()).bind(agent).bind(to_string(record.state));
  put.bind(save_record(record));
  put.bind(account ? std::optional(save_account(*account)) : std::nullopt).bind(now).bind(now);
  put.bind(record.closed ? std::optional(now) : std::nullopt);
  if (auto done = put.run(); !done) {
    return done;
  }
  if (checkpoint) {
    if (auto done = put_checkpoint(record.assigned.entry_id, *checkpoint); !done) {
      return done;
    }
  }
  if (auto reached = may_fail("journal.commit"); !reached) {
    return reached;
  }
  return change->commit();
}

bouts::result<std::vector<journaled_bout>> journal_file::read_bouts(sqlite::statement query) {
  std::vector<journaled_bout> all;
  auto done = query.each_row([&]() -> bouts::status {
    auto one = read_bout(query);
    if (!one) {
      return std::unexpected(one.error());
    }
    all.push_back(std::move(*one));
    return {};
  });
  if (!done) {
    return std::unexpected(done.error());
  }
  return all;
}

bouts::result<std::vector<journaled_bout>> journal_file::open_bouts(const std::optional<std::string>& agent) {
  auto query =
      database_.prepare(std::string(bout_columns) +
                        "WHERE (?1 IS NULL OR agent = ?1) AND ended_at IS NULL ORDER BY seen_at, entry");
  query.bind(agent);
  return read_bouts(std::move(query));
}

bouts::result<std::optional<journaled_bout>> journal_file::find(const bouts::entry_id& bout) {
  auto query = database_.prepare(std::string(bout_columns) + "WHERE entry = ?");
  query.bind(bout.str());
  auto found = read_bouts(std::move(query));
  if (!found) {
    return std::unexpected(found.error());
  }
  return found->empty() ? std::nullopt : std::optional(std::move(found->front()));
}

bouts::result<std::vector<journaled_bout>> journal_file::history(const history_query& query) {
  auto rows = database_.prepare(std::string(bout_columns) +
                                "WHERE (?1 IS NULL OR agent = ?1) AND (?2 = 0 OR ended_at IS NOT NULL)"
                                " ORDER BY seen_at DESC, entry LIMIT ?3");
  rows.bind(query.agent).bind(static_cast<std::int64_t>(query.closed_only ? 1 : 0));
  rows.bind(static_cast<std::int64_t>(query.limit));
  return read_bouts(std::move(rows));
}

bouts::status journal_file::forget(const std::vector<bouts::entry_id>& closed) {
  auto change = sqlite::transaction::begin(database_);
  if (!change) {
    return std::unexpected(change.error());
  }
  for (const auto& bout : closed) {
    auto remove = database_.prepare("DELETE FROM bouts WHERE entry = ? AND ended_at IS NOT NULL");
    if (auto done = remove.bind(bout.str()).run(); !done) {
      return done;
    }
  }
  return change->commit();
}

}  // namespace arena
