// How often this thread asked for memory: for tests of code that must not.
#pragma once

#include <cstddef>

namespace arena::test_support {

// Whether they are counted in this build.
bool allocations_are_counted() noexcept;
std::size_t allocations_of_this_thread() noexcept;

}  // namespace arena::test_support
