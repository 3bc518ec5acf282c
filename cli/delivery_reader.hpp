// Which deliveries of a webhook are taken: the arena's own, each once. Pure.
#pragma once

#include "core/base/secret.hpp"
#include "core/wire/webhook_models.hpp"

#include <cstddef>
#include <deque>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace bouts::cli {

enum class reception {
  taken,
  repeated,    // its id or its body was remembered: the arena did not hear our answer, or it is a replay
  test,        // unsigned, as the arena's test deliveries are, and says of itself that it is one
  not_signed,  // by nobody, or not with our secret
  unreadable,  // signed, but no event
};

struct looked {
  reception what;
  std::string id;       // of the delivery, else of the event; may be empty
  webhook_event event;  // for taken, repeated and test
  std::string
      digest;  // of the body, for taken and repeated: the header with the id is not signed, the body is
};

class delivery_reader {
 public:
  // REQUIRES a key that is not empty.
  explicit delivery_reader(secret key, std::size_t most_remembered = 10'000);

  looked look(std::string_view body, std::string_view signature, std::string_view delivery_id) const;
  // From now on it is `repeated`, also under another id, until so many others came that it is forgotten.
  // REQUIRES one that look() called taken.
  void remember(const looked& delivery);

 private:
  secret key_;
  std::size_t most_remembered_;
  std::set<std::string, std::less<>> known_;  // ids and digests
  std::deque<std::pair<std::string, std::string>> oldest_first_;
};

}  // namespace bouts::cli
