#include "sandbox/request_body.hpp"

#include "sandbox/json_reading.hpp"

namespace arena::sandbox {

answer_or_refusal<boost::json::object> read_body(std::string_view text) {
  auto body = parse_json(text);
  if (!body) {
    return refuse(400, "INVALID_JSON", "Request body is not valid JSON");
  }
  if (!body->is_object()) {
    return refuse_invalid("Request body must be an object");
  }
  if (contains_nul(*body)) {
    return refuse_by_database();
  }
  return std::move(body->get_object());
}

}  // namespace arena::sandbox
