#include "sandbox/webhooks.hpp"

#include "sandbox/challenges.hpp"
#include "sandbox/json_reading.hpp"
#include "sandbox/limits.hpp"
#include "sandbox/loopback_url.hpp"
#include "sandbox/request_body.hpp"

#include <boost/json/array.hpp>

#include <algorithm>

namespace arena::sandbox {

namespace json = boost::json;

namespace {

using problems = std::vector<std::string>;

// The shortest secret has 8 characters; this much of it says nothing.
constexpr std::size_t shown_of_secret = 4;

struct webhook_request {
  std::string url;
  std::vector<webhook_event> events;
  std::optional<std::string> secret;
};

std::string read_url(const json::object& body, problems& found) {
  const auto url = text_at(body, "url").value_or("");
  if (url.empty() || url.size() > limits::webhook_url_bytes) {
    found.emplace_back("url: a URL of at most " + std::to_string(limits::webhook_url_bytes) +
                       " bytes is required");
  } else if (const auto parsed = parse_loopback_url(url); !parsed) {
    found.push_back("url: " + parsed.error().message);
  }
  return std::string(url);
}

std::optional<std::string> read_secret(const json::object& body, problems& found) {
  if (!body.contains("secret")) {
    return std::nullopt;
  }
  const auto secret = text_at(body, "secret").value_or("");
  if (secret.size() < limits::webhook_secret_least || secret.size() > limits::webhook_secret_most) {
    found.emplace_back("secret: a string of 8 to 256 characters");
  }
  return std::string(secret);
}

answer_or_refusal<std::vector<webhook_event>> read_events(const json::object& body) {
  const json::value* const list = body.if_contains("events");
  if (list == nullptr || !list->is_array() || list->get_array().empty()) {
    return refuse_invalid("Invalid webhook", {"events: at least one is required"});
  }
  std::vector<webhook_event> events;
  for (const json::value& item : list->get_array()) {
    const std::string name = item.is_string() ? std::string(item.get_string()) : "(not a string)";
    const auto event = parse_webhook_event(name);
    if (!event) {
      return refuse(400, "INVALID_EVENT", "Unknown webhook event: " + name);
    }
    if (std::ranges::find(events, *event) == events.end()) {
      events.push_back(*event);
    }
  }
  return events;
}

answer_or_refusal<webhook_request> read_webhook(std::string_view text) {
  const auto body = read_body(text);
  if (!body) {
    return std::unexpected(body.error());
  }
  problems found;
  webhook_request read;
  read.url = read_url(*body, found);
  read.secret = read_secret(*body, found);
  if (!found.empty()) {
    return refuse_invalid("Invalid webhook", std::move(found));
  }
  auto events = read_events(*body);
  if (!events) {
    return std::unexpected(std::move(events).error());
  }
  read.events = *std::move(events);
  return read;
}

}  // namespace

answer_or_refusal<made_webhook> create_webhook(arena_state& arena, const caller& who, std::string_view body,
                                               wall_time now) {
  auto read = read_webhook(body);
  if (!read) {
    return std::unexpected(std::move(read).error());
  }
  if (arena.webhooks.size() >= limits::max_webhooks) {
    return refuse_invalid("The sandbox is full: it keeps " + std::to_string(limits::max_webhooks) +
                          " webhooks");
  }
  const bool ours = !read->secret;
  webhook made;
  made.id = arena.ids.next<webhook_id>();
  made.agent = who.agent;
  made.where = who.where;
  made.url = std::move(read->url);
  made.events = std::move(read->events);
  made.secret = ours ? arena.ids.webhook_secret() : *std::move(read->secret);
  made.created_at = now;
  return made_webhook{&arena.webhooks.add(std::move(made)), ours};
}

std::vector<const webhook*> list_webhooks(const arena_state& arena, const caller& who) {
  std::vector<const webhook*> found;
  for (const webhook& one : arena.webhooks) {
    if (one.agent == who.agent && one.where == who.where) {
      found.push_back(&one);
    }
  }
  return found;
}

answer_or_refusal<webhook*> see_webhook(const arena_state& arena, const caller& who, std::string_view id) {
  webhook* const found = arena.webhooks.find(id);
  if (found == nullptr || found->agent != who.agent) {
    return refuse_not_found("Webhook not found");
  }
  if (found->where != who.where) {
    return refuse_other_environment();
  }
  return found;
}

answer_or_refusal<webhook*> see_active_webhook(const arena_state& arena, const caller& who,
                                               std::string_view id) {
  const auto found = see_webhook(arena, who, id);
  if (found && !(*found)->active) {
    return refuse(400, "WEBHOOK_INACTIVE", "Webhook subscription is not active");
  }
  return found;
}

void deactivate_webhook(arena_state& arena, webhook& which, wall_time now) {
  which.active = false;
  arena.outgoing.abandon(which.id.str(), "the webhook was deactivated", now);
}

void rotate_secret(arena_state& arena, webhook& which, wall_time now) {
  which.secret = arena.ids.webhook_secret();
  which.rotated_at = now;
}

std::string secret_prefix(std::string_view secret) {
  return std::string(secret.substr(0, shown_of_secret));
}

}  // namespace arena::sandbox
