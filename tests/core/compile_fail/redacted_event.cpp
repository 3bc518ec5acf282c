// A raw event cannot become one that may be shown except through a redactor. ctest compiles this twice: as it
// is, which must work, and with MUST_NOT_COMPILE, which must not.
#include "core/redact/redactor.hpp"

#include <utility>

namespace arena {

redacted_event showable(bouts::agent_event raw) {
#ifdef MUST_NOT_COMPILE
  return redacted_event(std::move(raw));
#else
  return redactor().event(std::move(raw));
#endif
}

}  // namespace arena
