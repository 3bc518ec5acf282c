// One of a bout's logs, sent while it is read, and on request while it grows.
#pragma once

#include "control/log_reader.hpp"
#include "control/view.hpp"
#include "httpd/message.hpp"

#include <chrono>
#include <optional>

namespace arena::control {

// Between two looks at what may grow.
inline constexpr std::chrono::milliseconds between_looks{200};

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

  // The next lines, redacted.
  boost::asio::awaitable<std::optional<std::string>> next() override;

 private:
  view& of_;
  const log_request what_;
  log_reader reader_;
  bool done_ = false;
};

}  // namespace arena::control
