// Answers in the arena's shapes: the envelope, the two error bodies, and what the host gives without the
// arena.
#pragma once

#include "sandbox/http_message.hpp"

#include <boost/json/value.hpp>

#include <optional>

namespace arena::sandbox {

struct pagination {
  int total = 0;
  int page = 1;
  int limit = 0;
};

// The JSON as it is: what connector endpoints answer.
answer plain_json(int status, const boost::json::value& body);
// {"data","request_id","pagination"?} with X-Request-ID and X-API-Version.
answer enveloped(int status, boost::json::value data, std::string request_id,
                 const std::optional<pagination>& pages = std::nullopt);
// {"error":"text","details"?}
answer connector_error(const refusal& why);
// {"error":{"message","code","request_id","details"?}} with X-Request-ID and X-API-Version.
answer resource_error(const refusal& why, std::string request_id);

answer html_page(int status, std::string_view title);
answer empty_answer(int status);
answer plain_text(int status, std::string text);
answer redirect(std::string location);  // 308

}  // namespace arena::sandbox
