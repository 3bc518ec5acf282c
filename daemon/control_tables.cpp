#include "daemon/control_tables.hpp"

#include "core/base/text.hpp"
#include "core/base/time.hpp"
#include "core/wire/json_writer.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <optional>
#include <vector>

namespace arena {

namespace json = boost::json;
using bouts::milliseconds;

namespace {

constexpr std::size_t shown_units = 60;
constexpr std::size_t reason_units = 300;
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

// Columns as wide as their widest cell; the last one as it comes. A row may have lines of its own below it.
class table {
 public:
  explicit table(std::vector<std::string> head) { add(std::move(head)); }

  void add(std::vector<std::string> cells) {
    widths_.resize(std::max(widths_.size(), cells.size()));
    for (std::size_t i = 0; i < cells.size(); ++i) {
      cells[i] = cells[i].empty() ? "-" : bouts::printable(cells[i], shown_units);
      widths_[i] = std::max(widths_[i], bouts::utf16_length(cells[i]));
    }
    rows_.push_back({.cells = std::move(cells), .below = {}});
  }
  void add_below(std::string line) {
    rows_.back().below += "  " + bouts::printable(line, reason_units) + "\n";
  }
  std::string text() const {
    std::string all;
    for (const auto& row : rows_) {
      for (std::size_t i = 0; i < row.cells.size(); ++i) {
        const bool last = i + 1 == row.cells.size();
        all += row.cells[i];
        all += last ? "\n" : std::string(widths_[i] - bouts::utf16_length(row.cells[i]) + 2, ' ');
      }
      all += row.below;
    }
    return all;
  }

 private:
  struct row {
    std::vector<std::string> cells;
    std::string below;
  };
  std::vector<row> rows_;
  std::vector<std::size_t> widths_;
};

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
  return bouts::printable(text, reason_units) + "\narena " +
         bouts::printable(text_at(status, "/arena"), reason_units) + ", state in " +
         bouts::printable(text_at(status, "/state_dir"), reason_units) + "\n\n";
}

std::string agents_table(const json::value& status) {
  table agents({"AGENT", "STATE", "PING", "POLL", "PLACES", "EVENTS", "ID"});
  for (const auto& one : list_at(status, "agents")) {
    const auto ago = [&](std::string_view pointer) {
      const auto time = between(one, pointer, status, "/now");
      return time ? duration_or_dash(time) + " ago" : "-";
    };
    agents.add(
        {text_at(one, "/name"), is_true(one, "/online") ? "online" : "offline", ago("/last_ping"),
         ago("/last_poll"),
         std::to_string(count_at(one, "/places_taken")) + "/" + std::to_string(count_at(one, "/places")),
         std::to_string(count_at(one, "/window_used")) + "/" + std::to_string(count_at(one, "/window_limit")),
         text_at(one, "/id")});
    if (const auto trouble = text_at(one, "/trouble"); !trouble.empty()) {
      agents.add_below(trouble);
    }
  }
  return agents.text();
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
  table bouts({"ENTRY", "AGENT", "STATE", "TOOK", "LEFT", "CHALLENGE"});
  const auto length = id_length(all);
  for (const auto& one : all) {
    bouts.add({text_at(one, "/entry").substr(0, length), text_at(one, "/agent"), text_at(one, "/state"),
               duration_or_dash(between(one, "/began_at", *status, "/now")),
               duration_or_dash(between(*status, "/now", one, "/deadline")),
               text_at(one, "/challenge/title")});
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
    const auto took = number_at(one, "/took_ms");
    bouts.add({text_at(one, "/entry").substr(0, length), short_time(text_at(one, "/began_at")),
               took ? bouts::format_duration(milliseconds(static_cast<long long>(*took))) : "-",
               text_at(one, "/state"), score ? number_text(*score) : "-", text_at(one, "/agent"),
               text_at(one, "/challenge/title")});
    if (const auto reason = text_at(one, "/reason"); !reason.empty()) {
      bouts.add_below(reason);
    }
    if (number_at(one, "/events/produced")) {
      bouts.add_below(account_line(one));
    }
  }
  return bouts.text();
}

bouts::result<std::string> bout_line(std::string_view bout_json) {
  const auto bout = parse_answer(bout_json, "/entry");
  if (!bout) {
    return std::unexpected(bout.error());
  }
  return bouts::printable(text_at(*bout, "/entry") + ": " + text_at(*bout, "/state"), reason_units) + "\n";
}

}  // namespace arena
