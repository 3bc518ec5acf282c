#include "cli/delivery_reader.hpp"

#include "core/base/ids.hpp"
#include "core/wire/webhook_signature.hpp"

#include <utility>

namespace bouts::cli {

namespace {

bool is_test(const webhook_event& event) {
  const bool named_so = event.type == "webhook.test" || event.type == "test";
  return named_so || event.raw()["data"]["test"].boolean().value_or(false);
}

}  // namespace

delivery_reader::delivery_reader(secret key, std::size_t most_remembered)
    : key_(std::move(key)), most_remembered_(most_remembered) {}

looked delivery_reader::look(std::string_view body, std::string_view signature,
                             std::string_view delivery_id) const {
  const bool is_signed = verify_signature(body, signature, key_);
  // What nobody signed is only read to see whether it is a test.
  if (!is_signed && !signature.empty()) {
    return {.what = reception::not_signed, .id = {}, .event = {}};
  }
  auto event = decode_webhook_event(body);
  if (!is_signed) {
    const bool test = event && is_test(*event);
    return {.what = test ? reception::test : reception::not_signed,
            .id = {},
            .event = test ? *std::move(event) : webhook_event()};
  }
  if (!event) {
    return {.what = reception::unreadable, .id = {}, .event = {}};
  }
  std::string id(is_safe_id(delivery_id) ? delivery_id
                 : is_safe_id(event->id) ? event->id
                                         : std::string_view());
  const bool known = !id.empty() && known_.contains(id);
  return {.what = known ? reception::repeated : reception::taken,
          .id = std::move(id),
          .event = *std::move(event)};
}

void delivery_reader::remember(const std::string& id) {
  if (id.empty() || !known_.insert(id).second) {
    return;
  }
  oldest_first_.push_back(id);
  if (oldest_first_.size() > most_remembered_) {
    known_.erase(oldest_first_.front());
    oldest_first_.pop_front();
  }
}

}  // namespace bouts::cli
