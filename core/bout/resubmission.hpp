// The way back from `rejected`: an answer that its limits or the arena did not let in may be handed in again
// while there is time.
//
// Pure.
#pragma once

#include "core/base/error.hpp"
#include "core/bout/record.hpp"

namespace arena {

enum class answer_kind {
  same,   // the one that was kept
  mended  // another
};

// The record with which the bout goes on: the machine begins with preparing the answer. errc::conflict, with
// the reason, when it was not rejected, its time is over (`now` is server time), or its first answer may have
// arrived: then only the same one may be sent, which the arena knows by its key.
bouts::result<bout_record> reopened(bout_record record, answer_kind answer, bouts::wall_time now);

}  // namespace arena
