#include "tests/core/allocations.hpp"

#include <cstdlib>
#include <new>

namespace {

thread_local std::size_t allocations = 0;

}  // namespace

std::size_t arena::test_support::allocations_of_this_thread() noexcept {
  return allocations;
}

// A sanitizer has operators of its own, which must not be mixed with ours: nothing is counted then.
#ifdef __SANITIZE_ADDRESS__
bool arena::test_support::allocations_are_counted() noexcept {
  return false;
}
#else
bool arena::test_support::allocations_are_counted() noexcept {
  return true;
}

// These replace the library's for the whole test program. They stand apart from the tests, as the compiler
// warns where it sees both the operators and what they are made of.
void* operator new(std::size_t size) {
  ++allocations;
  if (void* const memory = std::malloc(size == 0 ? 1 : size)) {
    return memory;
  }
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept {
  std::free(memory);
}
void operator delete(void* memory, std::size_t /*size*/) noexcept {
  std::free(memory);
}
#endif
