// A journal that somebody damaged: what was kept is read or refused, and what was read is kept the same.

#include "core/bout/saved_record.hpp"
#include "core/redact/redactor.hpp"
#include "core/relay/checkpoint.hpp"
#include "core/relay/outbox.hpp"
#include "fuzz/input.hpp"

#include <string>

namespace {

using arena::fuzz::require;

template <class Load, class Save>
void check(std::string_view text, Load load, Save save) {
  const auto first = load(text);
  if (!first) {
    return;
  }
  const std::string again = save(*first);
  const auto second = load(again);
  require(second.has_value(), "what we wrote can be read");
  require(save(*second) == again, "and says the same");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  arena::fuzz::input in(data, size);
  const auto which = in.byte();
  const std::string text(in.rest());
  switch (which % 4) {
    case 0:
      check(text, arena::load_record, arena::save_record);
      break;
    case 1:
      check(text, arena::load_checkpoint, arena::save_checkpoint);
      break;
    case 2:
      check(text, arena::load_window, arena::save_window);
      break;
    default:
      check(text, arena::load_account, arena::save_account);
  }
  return 0;
}
