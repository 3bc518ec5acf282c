// The journal's file: its schema and every statement on it. Blocking; the journal calls it on its own thread
// (journal.hpp has the promises).
#pragma once

#include "daemon/journal.hpp"
#include "daemon/sqlite.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace arena {

class journal_file {
 public:
  // Opens or creates it and brings its schema up to date. errc::bad_answer when it is damaged, errc::invalid
  // when a later release wrote it, errc::io else.
  static bouts::result<journal_file> open(const std::filesystem::path& file);

  bouts::status save(const std::string& agent, const bout_record& record,
                     const std::optional<bout_checkpoint>& checkpoint,
                     const std::optional<event_account>& account);
  bouts::status save_relay(const std::string& agent, const bouts::entry_id& bout,
                           const std::optional<bout_checkpoint>& checkpoint, const window_state& window);
  bouts::result<std::vector<journaled_bout>> open_bouts(
      const std::optional<std::string>& agent);  // of all agents without one
  bouts::result<std::optional<journaled_bout>> find(const bouts::entry_id& bout);
  bouts::result<std::vector<journaled_bout>> history(const history_query& query);
  bouts::result<std::vector<bouts::entry_id>> find_by_prefix(const std::string& prefix, std::size_t limit);
  bouts::result<std::vector<closed_bout>> closed();
  bouts::result<std::optional<bout_checkpoint>> checkpoint(const bouts::entry_id& bout);
  bouts::result<window_state> window(const std::string& agent);
  bouts::status forget(const std::vector<bouts::entry_id>& closed);
  bouts::status save_clock(const bouts::clock_anchor& clock);
  bouts::result<std::optional<bouts::clock_anchor>> clock();

 private:
  journal_file(sqlite::database opened, std::string boot_id)
      : database_(std::move(opened)), boot_id_(std::move(boot_id)) {}

  bouts::status prepare_schema();
  bouts::status check();
  // "FULL": on the disk at commit. "NORMAL": safe from our own death, not from a power cut.
  bouts::status sync_mode(const char* mode);
  bouts::status check_step(const bout_record& record);
  bouts::status put_checkpoint(const bouts::entry_id& bout, const bout_checkpoint& checkpoint);
  bouts::result<std::vector<journaled_bout>> read_bouts(sqlite::statement query);

  sqlite::database database_;
  std::string boot_id_;
};

}  // namespace arena
