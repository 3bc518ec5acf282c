// What a test, a demo or a person does to the arena and learns of it: `/_arena/…`, and the page at "/".
#include "sandbox/answers.hpp"
#include "sandbox/assigning.hpp"
#include "sandbox/control_views.hpp"
#include "sandbox/fault_request.hpp"
#include "sandbox/json_reading.hpp"
#include "sandbox/paging.hpp"
#include "sandbox/service.hpp"
#include "sandbox/spectator_page.hpp"
#include "sandbox/views.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <array>
#include <charconv>
#include <cmath>

namespace arena::sandbox {

namespace json = boost::json;

namespace {

using handled = answer_or_refusal<answer>;

constexpr double longest_outage_s = 24.0 * 3600;

struct control_call {
  const request& in;
  parameters query;
  wall_time now;
};

handled page(service&, const control_call&) {
  return answer{200, "text/html; charset=utf-8", std::string(spectator_page()), {}, {}, {}};
}

handled assign_entry(service& all, const control_call& made) {
  auto done = assign_by_request(all.arena, made.in.body, made.now);
  if (!done) {
    return std::unexpected(std::move(done).error());
  }
  return plain_json(201, *std::move(done));
}

// ?since=N: only those with a greater number. ?path=PREFIX.
handled requests(service& all, const control_call& made) {
  request_filter filter;
  if (const auto since = made.query.find("since"); since != made.query.end()) {
    const auto& text = since->second;
    std::from_chars(text.data(), text.data() + text.size(), filter.since);
  }
  if (const auto path = made.query.find("path"); path != made.query.end()) {
    filter.path = path->second;
  }
  return plain_json(200, requests_view(all.seen, filter));
}

handled stats(service& all, const control_call& made) {
  return plain_json(200, stats_view(all, made.now));
}

// ?entry_id=ID: only this one.
handled entries(service& all, const control_call& made) {
  const auto wanted = made.query.find("entry_id");
  json::array views;
  for (const entry& one : all.arena.entries) {
    if (wanted == made.query.end() || wanted->second == one.id.str()) {
      views.push_back(entry_view(all.arena, one, made.now));
    }
  }
  return plain_json(200,
                    json::object{{"now", bouts::format_iso8601(made.now)}, {"entries", std::move(views)}});
}

handled outage(service& all, const control_call& made) {
  const auto body = parse_json_object(made.in.body).value_or(json::object());
  const auto seconds = number_at(body, "seconds");
  const json::value* const on = body.if_contains("on");
  if (seconds && *seconds >= 0 && *seconds <= longest_outage_s) {
    all.weather.begin_outage(made.now + milliseconds(std::llround(*seconds * 1000)));
  } else if (on != nullptr && on->is_bool() && !seconds) {
    on->get_bool() ? all.weather.begin_outage(std::nullopt) : all.weather.end_outage();
  } else {
    return refuse_invalid(R"(give {"seconds":N} with N from 0 to 86400, or {"on":true|false})");
  }
  return plain_json(200, json::object{{"outage", all.weather.is_out(made.now)}});
}

handled add_fault(service& all, const control_call& made) {
  const auto body = parse_json_object(made.in.body);
  if (!body) {
    return refuse_invalid("The body must be a JSON object");
  }
  if (const json::value* const clear = body->if_contains("clear"); clear != nullptr && *clear == true) {
    all.weather.clear();
    return plain_json(200, json::object{{"waiting", 0}});
  }
  auto read = read_fault(*body, all.arena.ids.seed());
  if (!read) {
    return std::unexpected(std::move(read).error());
  }
  if (!all.weather.add(*std::move(read))) {
    return refuse_invalid("Too many faults are waiting");
  }
  return plain_json(200, json::object{{"waiting", all.weather.waiting()}});
}

// {"contract":"observed"|"documented"}; without a key it only tells.
handled choose_contract(service& all, const control_call& made) {
  const auto body = parse_json_object(made.in.body.empty() ? "{}" : made.in.body).value_or(json::object());
  if (body.contains("contract")) {
    const auto chosen = parse_contract(text_at(body, "contract").value_or(""));
    if (!chosen) {
      return refuse_invalid("contract: must be observed or documented");
    }
    all.arena.answers_as = *chosen;
  }
  return plain_json(200, json::object{{"contract", to_string(all.arena.answers_as)}});
}

struct control_route {
  std::string_view method;
  std::string_view path;
  handled (*run)(service&, const control_call&);
};

constexpr std::array<control_route, 8> routes = {{
    {"GET", "/", page},
    {"POST", "/_arena/assign", assign_entry},
    {"GET", "/_arena/requests", requests},
    {"GET", "/_arena/stats", stats},
    {"GET", "/_arena/entries", entries},
    {"POST", "/_arena/outage", outage},
    {"POST", "/_arena/fault", add_fault},
    {"POST", "/_arena/contract", choose_contract},
}};

}  // namespace

bool is_control_path(std::string_view path) noexcept {
  return path == "/" || path.starts_with("/_arena/");
}

answer serve_control(service& all, const request& in, wall_time now) {
  const target_parts target = split_target(in.target);
  const control_call made{in, query_parameters(target.query), now};
  bool path_known = false;
  for (const control_route& one : routes) {
    if (one.path == target.path && one.method == in.method) {
      auto given = one.run(all, made);
      return given ? *std::move(given) : connector_error(given.error());
    }
    path_known = path_known || one.path == target.path;
  }
  return path_known ? empty_answer(405) : html_page(404, "404: This page could not be found.");
}

}  // namespace arena::sandbox
