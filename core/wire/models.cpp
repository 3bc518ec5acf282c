#include "core/wire/models.hpp"

#include <array>

namespace bouts {

std::string_view to_string(submission_status status) noexcept {
  switch (status) {
    case submission_status::unknown:
      return "unknown";
    case submission_status::received:
      return "received";
    case submission_status::validated:
      return "validated";
    case submission_status::queued:
      return "queued";
    case submission_status::judging:
      return "judging";
    case submission_status::completed:
      return "completed";
    case submission_status::failed:
      return "failed";
    case submission_status::rejected:
      return "rejected";
    case submission_status::invalidated:
      return "invalidated";
  }
  return "unknown";
}

submission_status parse_submission_status(std::string_view text) noexcept {
  using enum submission_status;
  constexpr std::array known = {received,  validated, queued,   judging,
                                completed, failed,    rejected, invalidated};
  for (const submission_status status : known) {
    if (text == to_string(status)) {
      return status;
    }
  }
  return unknown;
}

bool is_terminal(submission_status status) noexcept {
  using enum submission_status;
  return status == completed || status == failed || status == rejected || status == invalidated;
}

}  // namespace bouts
