#include "cli/delivery_reader.hpp"

#include "core/base/digest.hpp"
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
    return {.what = reception::not_signed, .id = {}, .event = {}, .digest = {}};
  }
  auto event = decode_webhook_event(body);
  if (!is_signed) {
    const bool test = event && is_test(*event);
    return {.what = test ? reception::test : reception::not_signed,
            .id = {},
            .event = test ? *std::move(event) : webhook_event(),
            .digest = {}};
  }
  if (!event) {
    return {.what = reception::unreadable, .id = {}, .event = {}, .digest = {}};
  }
  std::string id(is_safe_id(delivery_id) ? delivery_id
                 : is_safe_id(event->id) ? event->id
                                         : std::string_view());
  std::string digest = sha256_hex(body);
  const bool known = known_.contains(digest) || (!id.empty() && known_.contains(id));
  return {.what = known ? reception::repeated : reception::taken,
          .id = std::move(id),
          .event = *std::move(event),
          .digest = std::move(digest)};
}

void delivery_reader::remember(const looked& delivery) {
  known_.insert(delivery.digest);
  if (!delivery.id.empty()) {
    known_.insert(delivery.id);
  }
  oldest_first_.emplace_back(delivery.id, delivery.digest);
  if (oldest_first_.size() > most_remembered_) {
    known_.erase(oldest_first_.front().first);
    known_.erase(oldest_first_.front().second);
    oldest_first_.pop_front();
  }
}

}  // namespace bouts::cli
