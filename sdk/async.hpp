// All of the client library for programs that use Asio; installed as <bouts/async.hpp>.
#pragma once

#include "sdk/async_client.hpp"
#include "sdk/bouts.hpp"
