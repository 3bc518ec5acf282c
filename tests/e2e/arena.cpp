// The arena of a test: arena-sandbox as a program, and its control calls.

#include "sdk/transport.hpp"
#include "tests/e2e/harness.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include <stdexcept>

namespace e2e {

namespace asio = boost::asio;

namespace {

std::vector<std::string> arguments_of(std::vector<std::string> given, const std::optional<tls_files>& tls) {
  given.insert(given.end(), {"--port", "0", "--quiet", "--die-with-parent"});
  if (tls) {
    given.insert(given.end(), {"--tls-cert", tls->certificate, "--tls-key", tls->key});
  }
  return given;
}

asio::awaitable<void> exchange(std::shared_ptr<bouts::transport> link, bouts::http_request request,
                               bouts::result<bouts::http_response>& answer) {
  answer = co_await link->exchange(std::move(request), std::chrono::seconds(10));
  link->close_idle();  // else run() would wait for the connection to grow old
}

bouts::result<bouts::http_response> ask(const std::string& url, const std::optional<tls_files>& tls,
                                        bouts::http_request request) {
  asio::io_context io(1);
  bouts::transport_options options;
  options.base_url = url;
  if (tls) {
    options.ca_file = tls->authority;
  }
  auto link = bouts::make_transport(io.get_executor(), options);
  if (!link) {
    throw std::runtime_error(link.error().describe());
  }
  bouts::result<bouts::http_response> answer = bouts::fail(bouts::errc::network, "no answer");
  asio::co_spawn(io, exchange(*link, std::move(request), answer), [](const std::exception_ptr&) {});
  io.run();
  return answer;
}

json::value call(const std::string& url, const std::optional<tls_files>& tls, bouts::http_request request) {
  const auto answer = ask(url, tls, std::move(request));
  if (!answer || answer->status >= 300) {
    throw std::runtime_error(
        "the arena's control: " +
        (answer ? std::to_string(answer->status) + " " + answer->body : answer.error().describe()));
  }
  return json::parse(answer->body);
}

}  // namespace

arena::arena(std::vector<std::string> arguments, std::optional<tls_files> tls)
    : tls_(std::move(tls)),
      program_({.file = ARENA_SANDBOX,
                .arguments = arguments_of(std::move(arguments), tls_),
                .variables = {},
                .directory = scratch_.path(),
                .name = "arena"}) {
  if (!wait_until([&] { return program_.out().find('\n') != std::string::npos || program_.has_ended(); }) ||
      program_.has_ended()) {
    throw std::runtime_error("the arena did not start: " + program_.err());
  }
  greeting_ = json::parse(program_.out().substr(0, program_.out().find('\n')));
}

std::string arena::text(const std::string& pointer) const {
  return std::string(greeting_.at_pointer(pointer).as_string());
}

json::value arena::get(const std::string& path) const {
  bouts::http_request request;
  request.target = path;
  return call(url(), tls_, std::move(request));
}

json::value arena::post(const std::string& path, const json::object& body) const {
  bouts::http_request request;
  request.method = "POST";
  request.target = path;
  request.headers.emplace_back("Content-Type", "application/json");
  request.body = json::serialize(body);
  return call(url(), tls_, std::move(request));
}

std::string arena::assign(json::object what) {
  what.emplace("agent", 0);  // unless it says another
  return std::string(post("/_arena/assign", what).at("entry_id").as_string());
}

json::object arena::entry(const std::string& id) const {
  const auto all = get("/_arena/entries");
  for (const auto& one : all.at("entries").as_array()) {
    if (one.at("entry_id").as_string() == id) {
      return one.as_object();
    }
  }
  throw std::runtime_error("the arena knows no entry " + id);
}

json::object arena::agent_stats(int agent) const {
  return get("/_arena/stats").at("agents").as_array().at(static_cast<std::size_t>(agent)).as_object();
}

bool arena::is_judged(const std::string& id) const {
  const auto about = entry(id);
  const auto* submission = about.at("submission").if_object();
  return submission != nullptr && submission->at("submission_status").as_string() == "completed";
}

int arena::requests(const std::string& method, const std::string& path_prefix,
                    std::optional<int> status) const {
  int count = 0;
  const auto all = get("/_arena/requests");
  for (const auto& one : all.at("requests").as_array()) {
    const bool same_status = !status || one.at("status") == *status;
    if (same_status && one.at("method").as_string() == method &&
        one.at("path").as_string().starts_with(path_prefix)) {
      ++count;
    }
  }
  return count;
}

http_reply ask_http(const std::string& url, const std::string& target, const std::string& method) {
  bouts::http_request request;
  request.method = method;
  request.target = target;
  const auto answer = ask(url, std::nullopt, std::move(request));
  return answer ? http_reply{.status = answer->status, .body = answer->body} : http_reply{};
}

std::vector<std::string> event_types(const json::object& entry) {
  std::vector<std::string> types;
  for (const auto& one : entry.at("events").as_array()) {
    types.emplace_back(one.at("type").as_string());
  }
  return types;
}

}  // namespace e2e
