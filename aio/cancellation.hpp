// Telling cancellation from every other exception that leaves a coroutine.
#pragma once

#include <exception>

namespace aio {

// Whether it is Asio's operation_aborted: somebody asked the coroutine to stop. REQUIRES an exception.
bool is_cancellation(const std::exception_ptr& thrown);

}  // namespace aio
