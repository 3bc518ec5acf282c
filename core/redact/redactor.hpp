// What must not leave the machine. A redactor knows the shapes of secrets and the daemon's own secrets by
// value; it is the only maker of `redacted_event`, and the outbox takes nothing else, so that an event that
// was not redacted cannot be queued.
//
// Immutable after construction; safe to use concurrently.
#pragma once

#include "core/base/error.hpp"
#include "core/base/secret.hpp"
#include "core/redact/redacted_event.hpp"
#include "core/wire/event_view.hpp"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arena {

class redactor {
 public:
  // `own_secrets`: values that are never shown in any form (raw, base64 at each of its three alignments, URL-
  // and JSON-escaped). Shorter than 8 characters they are ignored: they would blank out ordinary words.
  // `more`: expressions (RE2) of what else must not be shown, for each of which trouble_with() has nothing to
  // say; in its place stands "[redacted:custom]".
  explicit redactor(const std::vector<bouts::secret>& own_secrets = {},
                    const std::vector<std::string>& more = {});
  ~redactor();
  redactor(redactor&&) noexcept;
  redactor& operator=(redactor&&) noexcept;

  // Why an expression cannot be one of `more`: a phrase for people. Nothing when it can.
  static std::optional<std::string> trouble_with(std::string_view expression);

  // The text with every secret replaced by "[redacted]" or "[redacted:kind]". REQUIRES valid UTF-8; gives
  // valid UTF-8.
  std::string text(std::string_view raw) const;
  // Makes valid UTF-8, strips controls, redacts and clamps every text of the event, in this order.
  redacted_event event(const bouts::event_view& raw) const;

 private:
  std::string shown_text(std::string_view raw, std::size_t max_units) const;

  struct rules;
  std::unique_ptr<const rules> rules_;
};

}  // namespace arena
