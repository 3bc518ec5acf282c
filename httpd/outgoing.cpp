#include "httpd/outgoing.hpp"

#include "core/base/time.hpp"

#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include <array>
#include <chrono>
#include <cstdio>
#include <utility>

namespace arena::httpd {

namespace http = boost::beast::http;

namespace {

constexpr unsigned http_1_1 = 11;

std::string version_of(unsigned version) {
  return "HTTP/" + std::to_string(version / 10) + "." + std::to_string(version % 10);
}

std::string text_of(std::string first_line, const http::fields& fields) {
  std::string text = std::move(first_line);
  text += "\r\n";
  for (const auto& field : fields) {
    text += field.name_string();
    text += ": ";
    text += field.value();
    text += "\r\n";
  }
  text += "\r\n";
  return text;
}

std::string text_of(const http::response_header<>& head) {
  std::string first = version_of(head.version()) + " " + std::to_string(head.result_int()) + " ";
  first += head.reason();
  return text_of(std::move(first), head);
}

template <class Body>
http::response<Body> head_of(const answer& given, const asked& by, const std::string& server) {
  http::response<Body> made{static_cast<http::status>(given.status), by.version};
  made.set(http::field::date, bouts::format_http_date(std::chrono::floor<std::chrono::milliseconds>(
                                  std::chrono::system_clock::now())));
  if (!server.empty()) {
    made.set(http::field::server, server);
  }
  if (!given.content_type.empty()) {
    made.set(http::field::content_type, given.content_type);
  }
  for (const header& one : given.headers) {
    made.set(one.name, one.value);
  }
  made.keep_alive(by.keep_alive);
  return made;
}

}  // namespace

outgoing whole(answer given, const asked& by, const std::string& server) {
  auto made = head_of<http::string_body>(given, by, server);
  if (given.status != 204 &&
      given.status != 304) {  // these two have no body, and Beast throws when given one
    made.body() = std::move(given.body);
  }
  made.prepare_payload();
  if (by.head_only) {
    made.body().clear();  // its length stays
  }
  return {.head = text_of(made), .body = std::move(made.body())};
}

std::string head_of_stream(const answer& given, const asked& by, bool chunked, const std::string& server) {
  auto made = head_of<http::empty_body>(given, by, server);
  made.chunked(chunked);
  if (given.length) {
    made.content_length(*given.length);
  }
  return text_of(made);
}

std::string go_on(const asked& by) {
  const http::response<http::empty_body> made{http::status::continue_, by.version};
  return text_of(made);
}

std::string chunk_of(std::string_view piece) {
  std::array<char, 20> size{};
  std::snprintf(size.data(), size.size(), "%zx\r\n", piece.size());
  return size.data() + std::string(piece) + "\r\n";
}

outgoing whole(request what, const std::string& host) {
  http::request<http::string_body> made{http::verb::get, what.target, http_1_1};
  made.method_string(what.method);
  made.set(http::field::host, host);
  for (const header& one : what.headers) {
    made.set(one.name, one.value);
  }
  made.keep_alive(false);
  made.body() = std::move(what.body);
  made.prepare_payload();
  std::string first = what.method + " " + what.target + " " + version_of(http_1_1);
  return {.head = text_of(std::move(first), made), .body = std::move(made.body())};
}

}  // namespace arena::httpd
