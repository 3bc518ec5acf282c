// Webhooks and their deliveries as JSON.
#pragma once

#include "sandbox/arena_state.hpp"

#include <boost/json/object.hpp>

namespace arena::sandbox {

// Without its secret.
boost::json::object webhook_view(const webhook& which);
boost::json::object delivery_view(const delivery& which);
// What became of a test delivery. Null: it is not known any more.
boost::json::object test_view(const delivery* which);

}  // namespace arena::sandbox
