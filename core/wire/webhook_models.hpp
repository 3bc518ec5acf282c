// Webhooks as types: the subscriptions, their deliveries, and what a delivery says (API.md, "Webhook
// deliveries").
#pragma once

#include "core/base/ids.hpp"
#include "core/base/secret.hpp"
#include "core/base/time.hpp"
#include "core/wire/raw_json.hpp"
#include "core/wire/words.hpp"

#include <optional>
#include <string>
#include <vector>

namespace bouts {

struct webhook {
  webhook_id id;
  std::string url;
  std::vector<word<webhook_event_type>> events;
  std::string secret_prefix;  // its first characters, as the arena shows them
  bool active = true;
  std::optional<wall_time> created_at;
  // Only in the answer that made it, where the service sends it back: what signatures are checked with. raw()
  // is nothing then, as it would print.
  bouts::secret secret;

  raw_json received{};
  const raw_json& raw() const noexcept { return received; }

  bool operator==(const webhook&) const = default;
};

// What webhooks().create() asks for.
struct webhook_request {
  std::string url;
  std::vector<word<webhook_event_type>> events;
  bouts::secret secret;  // 8 to 256 characters; empty: none is sent, as the Python client has it
};

struct webhook_test {
  bool delivered = false;
  std::optional<int> status_code;  // the receiver's
  std::optional<milliseconds> latency;

  raw_json received{};
  const raw_json& raw() const noexcept { return received; }

  bool operator==(const webhook_test&) const = default;
};

// One entry of a subscription's history.
struct webhook_delivery {
  delivery_id id;
  word<webhook_event_type> event_type;
  std::string status;  // as it came: "delivered", "failed", "dead_letter", …
  std::optional<int> attempts;
  std::optional<int> status_code;  // of the last attempt
  std::string error;               // why the last attempt failed
  std::optional<wall_time> created_at;
  std::optional<wall_time> delivered_at;

  raw_json received{};
  const raw_json& raw() const noexcept { return received; }

  bool operator==(const webhook_delivery&) const = default;
};

struct rotated_secret {
  bouts::secret secret;  // shown this once
  std::string secret_prefix;
  std::optional<wall_time> rotated_at;

  bool operator==(const rotated_secret&) const = default;
};

// The body of a delivery. The ids stand beside `data` or in it, and are found in both places.
struct webhook_event {
  std::string id;
  word<webhook_event_type> type;
  std::optional<wall_time> timestamp;
  std::optional<bouts::challenge_id> challenge_id;
  std::optional<bouts::submission_id> submission_id;
  std::optional<double>
      final_score;  // documented for submission.completed, but not always sent: see results()
  word<bouts::result_state> result_state;

  raw_json received{};
  // The whole body; raw()["data"] is what the event is about.
  const raw_json& raw() const noexcept { return received; }

  bool operator==(const webhook_event&) const = default;
};

}  // namespace bouts
