// One of a bout's logs, sent while it is read, and on request while it grows.
#pragma once

#include "control/log_text.hpp"
#include "control/view.hpp"
#include "httpd/message.hpp"

#include <optional>

namespace arena::control {

struct log_request {
  bouts::entry_id entry;
  log_kind which = log_kind::out;
  std::optional<std::size_t> tail;  // only so many lines from the end of what is there
  bool follow = false;              // goes on until the bout has ended
};

class log_stream final : public httpd::piece_source {
 public:
  // `of` must outlive it.
  log_stream(view& of, log_request what);
  ~log_stream() override;
  log_stream(const log_stream&) = delete;
  log_stream& operator=(const log_stream&) = delete;

  // The next lines, redacted. A file that a new attempt replaced is read to its end, then the new one.
  boost::asio::awaitable<std::optional<std::string>> next() override;

 private:
  enum class reading { some, end };
  void open();
  void skip_to_tail();
  reading read_some();
  bool was_replaced() const;

  view& of_;
  const log_request what_;
  const std::filesystem::path path_;
  log_text text_;
  int file_ = -1;
  bool first_ = true;
  bool done_ = false;
};

}  // namespace arena::control
