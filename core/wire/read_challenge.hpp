// The part of a challenge that assignments and the challenge resources share. Private to this room.
#pragma once

#include "core/wire/json_reader.hpp"
#include "core/wire/models.hpp"

namespace bouts::wire {

// Its fields are looked for in `inner`, then in `outer` (the item around it, of older services; may be
// nothing). Only `inner` is asked for the status, as the item around it has one of its own. Nothing without a
// safe id.
std::optional<challenge> read_challenge(json_value inner, json_value outer);

}  // namespace bouts::wire
