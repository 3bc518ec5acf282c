// A bout as it goes on: one JSON object a line, until it has ended.
//
//   {"type":"bout","bout":{…}}                                    at first, and whenever its state has
//   changed
//   {"type":"event","event":{…}}                                  what the agent said
//   {"type":"log","stream":"stdout"|"stderr","text":"…"}          what it printed
//
// Bounded: one portion of one file at a time is in memory, and nothing is read while the client does not take
// it.
#pragma once

#include "control/log_reader.hpp"
#include "control/view.hpp"
#include "httpd/message.hpp"

#include <optional>
#include <string>
#include <vector>

namespace arena::control {

class bout_stream final : public httpd::piece_source {
 public:
  // `of` must outlive it. Begins with the last `tail` lines of what is there.
  bout_stream(view& of, bouts::entry_id entry, std::size_t tail);

  boost::asio::awaitable<std::optional<std::string>> next() override;

 private:
  struct source {
    log_kind which;
    std::unique_ptr<log_reader> reader;
  };
  // Suspends for the journal, when the bout is no longer at work. Empty when nothing has changed.
  boost::asio::awaitable<std::string> bout_line();
  std::string read_next();
  std::string lines_of(log_kind which, const std::string& text) const;

  view& of_;
  const bouts::entry_id entry_;
  std::vector<source> sources_;
  std::optional<bout_state> told_;
  std::optional<double> percent_told_;
  bool ended_ = false;  // what is left in the files is told, then the bout once more
  bool done_ = false;
};

// The last lines of its logs, for one look at it: {"stdout":["…"],"stderr":["…"],"events":[{…}]}, at most
// `lines` and 16 KiB of each.
std::string tails_json(const view& of, const bouts::entry_id& entry, std::size_t lines);

}  // namespace arena::control
