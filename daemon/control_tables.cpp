#include "daemon/control_tables.hpp"

#include "core/base/text.hpp"
#include "core/base/time.hpp"
#include "core/wire/json_writer.hpp"
#include "daemon/text_table.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <optional>
#include <vector>

namespace arena {

namespace json = boost::json;
using bouts::milliseconds;

namespace {

constexpr std::size_t shown_id = 8;

std::string text_at(const json::value& in, std::string_view pointer) {
  json::error_code missing;
  const auto* found = in.find_pointer(pointer, missing);
  return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
}

std::optional<double> number_at(const json::value& in, std::string_view pointer) {
  json::error_code missing;
  const auto* found = in.find_pointer(pointer, missing);
  if (found == nullptr || !found->is_number()) {
    return std::nullopt;
  }
  return found->to_number<double>();
}

long long count_at(const json::value& in, std::string_view pointer) {
  return static_cast<long long>(number_at(in, pointer).value_or(0));
}

bool is_true(const json::value& in, std::string_view pointer) {
  json::error_code missing;
  const auto* found = in.find_pointer(pointer, missing);
  return found != nullptr && found->is_bool() && found->get_bool();
}

std::optional<milliseconds> between(const json::value& earlier, std::string_view earlier_at,
                                    const json::value& later, std::string_view later_at) {
  const auto from = bouts::parse_iso8601(text_at(earlier, earlier_at));
  const auto to = bouts::parse_iso8601(text_at(later, later_at));
  return from && to ? std::optional(*to - *from) : std::nullopt;
}

std::string duration_or_dash(std::optional<milliseconds> time) {
  return time ? bouts::format_duration(std::max(*time, milliseconds(0))) : "-";
}

// "2026-03-22 10:00:05Z"
std::string short_time(const std::string& iso) {
  constexpr std::size_t to_the_second = 19;
  if (iso.size() < to_the_second) {
    return "-";
  }
  auto text = iso.substr(0, to_the_second) + "Z";
  std::ranges::replace(text, 'T', ' ');
  return text;
}

std::string number_text(double value) {
  std::string text;
  bouts::append_json_number(text, value);
  return text;
}

bouts::result<json::value> parse_answer(std::string_view text, std::string_view list) {
  json::error_code failed;
  auto value = json::parse(text, failed);
  json::error_code missing;
  if (failed || (!list.empty() && value.find_pointer(list, missing) == nullptr)) {
    return bouts::fail(bouts::errc::bad_answer, "the daemon's answer could not be understood");
  }
  return value;
}

const json::array& list_at(const json::value& in, std::string_view name) {
  static const json::array none;
  const auto* object = in.if_object();
  const auto* found = object == nullptr ? nullptr : object->if_contains(name);
  return found != nullptr && found->is_array() ? found->get_array() : none;
}

// As much of an id as tells it from the others of the list.
std::size_t id_length(const json::array& all) {
  std::vector<std::string> ids;
  for (const auto& one : all) {
    ids.push_back(text_at(one, "/entry"));
  }
  std::ranges::sort(ids);
  std::size_t length = shown_id;
  for (std::size_t i = 1; i < ids.size(); ++i) {
    const auto differs = std::ranges::mismatch(ids[i - 1], ids[i]).in1 - ids[i - 1].begin();
    length = std::max(length, static_cast<std::size_t>(differs) + 1);
  }
  return length;
}

std::string daemon_lines(const json::value& status) {
  std::string text = "arena-connect " + text_at(status, "/version") + ", process " +
                     std::to_string(count_at(status, "/pid")) + ", up " +
                     duration_or_dash(between(status, "/started_at", status, "/now"));
  text += is_true(status, "/draining") ? ", taking no new bouts" : "";
  return bouts::printable(text, shown_line_units) + "\narena " +
         bouts::printable(text_at(status, "/arena"), shown_line_units) + ", state in " +
         bouts::printable(text_at(status, "/state_dir"), shown_line_units) + "\n\n";
}

std::string ago(const json::value& of, std::string_view pointer, const json::value& status) {
  const auto time = between(of, pointer, status, "/now");
  return time ? duration_or_dash(time) + " ago" : "-";
}

std::string_view state_of(const json::value& agent) {
  return is_true(agent, "/draining") ? "draining" : is_true(agent, "/online") ? "online" : "offline";
}

// "ping waiting 12s, poll asking, relay idle": with the time that is left to wait.
std::string loops_line(const json::value& agent, const json::value& status) {
  std::string text;
  for (const auto& loop : list_at(agent, "loops")) {
    auto doing = text_at(loop, "/doing");
    std::ranges::replace(doing, '_', ' ');
    text += (text.empty() ? "" : ", ") + text_at(loop, "/name") + " " + doing;
    if (const auto left = between(status, "/now", loop, "/until")) {
      text += " " + duration_or_dash(left);
    }
    text += is_true(loop, "/alive") ? "" : " (stuck)";
  }
  return text;
}

std::string agents_table(const json::value& status) {
  table agents({"AGENT", "STATE", "ONLINE FOR", "PING", "POLL", "PLACES", "EVENTS", "ID"});
  for (const auto& one : list_at(status, "agents")) {
    agents.add(
        {text_at(one, "/name"), std::string(state_of(one)),
         duration_or_dash(between(one, "/online_since", status, "/now")), ago(one, "/last_ping", status),
         ago(one, "/last_poll", status),
         std::to_string(count_at(one, "/places_taken")) + "/" + std::to_string(count_at(one, "/places")),
         std::to_string(count_at(one, "/window_used")) + "/" + std::to_string(count_at(one, "/window_limit")),
         text_at(one, "/id")});
    if (const auto loops = loops_line(one, status); !loops.empty()) {
      agents.add_below(loops);
    }
    const auto trouble = text_at(one, "/trouble");
    if (!trouble.empty()) {
      agents.add_below(trouble);
    }
    if (const auto last = text_at(one, "/last_error"); !last.empty() && last != trouble) {
      agents.add_below("last error " + ago(one, "/last_error_at", status) + ": " + last);
    }
  }
  return agents.text();
}

std::string milliseconds_at(const json::value& in, std::string_view pointer) {
  const auto time = number_at(in, pointer);
  return duration_or_dash(time ? std::optional(milliseconds(static_cast<long long>(*time))) : std::nullopt);
}

std::string percent_at(const json::value& in, std::string_view pointer) {
  const auto percent = number_at(in, pointer);
  return percent ? number_text(*percent) + "%" : "-";
}

std::string account_line(const json::value& bout) {
  std::string text = "events: " + std::to_string(count_at(bout, "/events/produced")) + " produced, " +
                     std::to_string(count_at(bout, "/events/sent")) + " sent, " +
                     std::to_string(count_at(bout, "/events/merged")) + " merged";
  json::error_code missing;
  const auto* dropped = bout.find_pointer("/events/dropped", missing);
  if (dropped != nullptr && dropped->is_object()) {
    for (const auto& [reason, count] : dropped->get_object()) {
      const auto number = count.is_number() ? count.to_number<long long>() : 0;
      text += ", " + std::to_string(number) + " " + std::string(reason);
    }
  }
  return text;
}

}  // namespace

bouts::result<std::string> status_table(std::string_view status_json) {
  const auto status = parse_answer(status_json, "/agents");
  if (!status) {
    return std::unexpected(status.error());
  }
  const auto& all = list_at(*status, "bouts");
  std::string text = daemon_lines(*status) + agents_table(*status);
  if (all.empty()) {
    return text + "\nno bout at work\n";
  }
  table bouts({"ENTRY", "AGENT", "STATE", "TOOK", "LEFT", "DONE", "CHALLENGE"});
  const auto length = id_length(all);
  for (const auto& one : all) {
    bouts.add({text_at(one, "/entry").substr(0, length), text_at(one, "/agent"), text_at(one, "/state"),
               milliseconds_at(one, "/took_ms"), milliseconds_at(one, "/left_ms"),
               percent_at(one, "/percent"), text_at(one, "/challenge/title")});
  }
  return text + "\n" + bouts.text();
}

bouts::result<std::string> history_table(std::string_view history_json) {
  const auto history = parse_answer(history_json, "/bouts");
  if (!history) {
    return std::unexpected(history.error());
  }
  const auto& all = list_at(*history, "bouts");
  if (all.empty()) {
    return std::string("no bout has ended yet\n");
  }
  table bouts({"ENTRY", "STARTED", "TOOK", "STATE", "SCORE", "AGENT", "CHALLENGE"});
  const auto length = id_length(all);
  for (const auto& one : all) {
    const auto score = number_at(one, "/score");
    bouts.add({text_at(one, "/entry").substr(0, length), short_time(text_at(one, "/began_at")),
               milliseconds_at(one, "/took_ms"), text_at(one, "/state"), score ? number_text(*score) : "-",
               text_at(one, "/agent"), text_at(one, "/challenge/title")});
    if (const auto reason = text_at(one, "/reason"); !reason.empty()) {
      bouts.add_below(reason);
    }
    if (number_at(one, "/events/produced")) {
      bouts.add_below(account_line(one));
    }
  }
  return bouts.text();
}

long long bouts_at_work(std::string_view draining_json) {
  const auto told = parse_answer(draining_json, "/bouts_at_work");
  return told ? count_at(*told, "/bouts_at_work") : 0;
}

bouts::result<std::string> reloaded_line(std::string_view reloaded_json) {
  const auto told = parse_answer(reloaded_json, "/message");
  if (!told) {
    return std::unexpected(told.error());
  }
  return text_at(*told, "/message") + "\n";
}

bouts::result<std::string> draining_line(std::string_view draining_json) {
  const auto told = parse_answer(draining_json, "/draining");
  if (!told) {
    return std::unexpected(told.error());
  }
  const auto count = count_at(*told, "/bouts_at_work");
  const auto agent = text_at(*told, "/agent");
  return (agent.empty() ? "" : bouts::printable(agent, shown_line_units) + ": ") +
         (is_true(*told, "/draining") ? "taking no new bouts" : "taking new bouts") + "; " +
         (count == 0   ? "none is"
          : count == 1 ? "one is"
                       : std::to_string(count) + " are") +
         " at work\n";
}

bouts::result<std::string> bout_line(std::string_view bout_json) {
  const auto bout = parse_answer(bout_json, "/entry");
  if (!bout) {
    return std::unexpected(bout.error());
  }
  return bouts::printable(text_at(*bout, "/entry") + ": " + text_at(*bout, "/state"), shown_line_units) +
         "\n";
}

}  // namespace arena
