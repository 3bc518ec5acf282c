// All of the client library but what needs Asio (sdk/async.hpp); installed as <bouts/bouts.hpp>.
#pragma once

#include "core/base/error.hpp"
#include "core/base/ids.hpp"
#include "core/base/secret.hpp"
#include "core/base/time.hpp"
#include "core/wire/account_models.hpp"
#include "core/wire/encode.hpp"
#include "core/wire/event.hpp"
#include "core/wire/models.hpp"
#include "core/wire/print.hpp"
#include "core/wire/webhook_models.hpp"
#include "core/wire/webhook_signature.hpp"
#include "sdk/client.hpp"
#include "sdk/version.hpp"
