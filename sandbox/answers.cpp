#include "sandbox/answers.hpp"

#include "sandbox/json_writing.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace arena::sandbox {

namespace json = boost::json;

namespace {

constexpr std::string_view json_type = "application/json";

void add_resource_headers(answer& to, std::string request_id) {
  to.headers.push_back({"X-Request-ID", std::move(request_id)});
  to.headers.push_back({"X-API-Version", "1"});
}

json::array details_of(const refusal& why) {
  json::array list;
  for (const std::string& one : why.details) {
    list.emplace_back(one);
  }
  return list;
}

}  // namespace

answer plain_json(int status, const json::value& body) {
  return {status, std::string(json_type), write_json(body), {}, {}, {}};
}

answer enveloped(int status, json::value data, std::string request_id,
                 const std::optional<pagination>& pages) {
  json::object body;
  body["data"] = std::move(data);
  body["request_id"] = request_id;
  if (pages) {
    body["pagination"] = {{"total", pages->total},
                          {"page", pages->page},
                          {"limit", pages->limit},
                          {"has_more", pages->page * pages->limit < pages->total}};
  }
  answer made = plain_json(status, body);
  add_resource_headers(made, std::move(request_id));
  return made;
}

answer connector_error(const refusal& why) {
  json::object body;
  body["error"] = why.message;
  if (!why.details.empty()) {
    body["details"] = details_of(why);
  }
  answer made = plain_json(why.status, body);
  made.headers = why.headers;
  return made;
}

answer resource_error(const refusal& why, std::string request_id) {
  json::object error;
  error["message"] = why.message;
  error["code"] = why.code;
  error["request_id"] = request_id;
  if (!why.details.empty()) {
    error["details"] = details_of(why);
  }
  answer made = plain_json(why.status, {{"error", std::move(error)}});
  made.headers = why.headers;
  add_resource_headers(made, std::move(request_id));
  return made;
}

answer html_page(int status, std::string_view title) {
  std::string text = "<!DOCTYPE html><html><head><title>" + std::string(title) + "</title></head><body><h1>" +
                     std::string(title) + "</h1></body></html>";
  return {status, "text/html; charset=utf-8", std::move(text), {}, {}, {}};
}

answer empty_answer(int status) {
  return {status, {}, {}, {}, {}, {}};
}

answer plain_text(int status, std::string text) {
  return {status, "text/plain; charset=utf-8", std::move(text), {}, {}, {}};
}

answer redirect(std::string location) {
  answer made = plain_text(308, "Redirecting...");
  made.headers.push_back({"Location", std::move(location)});
  return made;
}

}  // namespace arena::sandbox
