#include "core/wire/read_challenge.hpp"

namespace bouts::wire {

std::optional<challenge> read_challenge(json_value inner, json_value outer) {
  const nested_fields fields{inner, outer};
  auto id = inner["id"].id<challenge_id>();
  if (!id) {
    id = fields["challenge_id"].id<challenge_id>();
  }
  if (!id) {
    return std::nullopt;
  }
  challenge read;
  read.id = std::move(*id);
  read.title = fields["title"].text_or_empty();
  read.description = fields["description"].text_or_empty();
  read.prompt = fields["prompt"].text_or_empty();
  read.category = fields["category"].text_or_empty();
  read.format = fields["format"].text_or_empty();
  read.status = inner["status"].word<challenge_status>();
  read.time_limit = fields["time_limit_minutes"].limit<std::chrono::minutes>();
  read.starts_at = fields["starts_at"].time();
  read.ends_at = fields["ends_at"].time();
  read.entry_fee_cents = fields["entry_fee_cents"].integer();
  return read;
}

}  // namespace bouts::wire
