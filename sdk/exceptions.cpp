#include "sdk/exceptions.hpp"

namespace bouts {

void throw_error(error why) {
  switch (why.kind) {
    case errc::unauthorized:
      throw auth_error(std::move(why));
    case errc::forbidden:
      throw forbidden_error(std::move(why));
    case errc::not_found:
      throw not_found_error(std::move(why));
    case errc::conflict:
      throw conflict_error(std::move(why));
    case errc::gone:
      throw gone_error(std::move(why));
    case errc::validation:
    case errc::invalid:
    case errc::too_large:
      throw validation_error(std::move(why));
    case errc::rate_limited:
      throw rate_limit_error(std::move(why));
    case errc::server:
      throw server_error(std::move(why));
    case errc::network:
      throw network_error(std::move(why));
    case errc::tls:
      throw tls_error(std::move(why));
    case errc::timed_out:
      throw timeout_error(std::move(why));
    case errc::bad_answer:
      throw bad_answer_error(std::move(why));
    case errc::cancelled:
      throw cancelled_error(std::move(why));
    case errc::bad_url:
    case errc::config:
    case errc::io:
    case errc::spawn:
    case errc::no_solution:
    case errc::busy:
      break;
  }
  throw api_error(std::move(why));
}

}  // namespace bouts
