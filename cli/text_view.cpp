#include "cli/text_view.hpp"

#include "cli/details.hpp"

#include <array>

namespace bouts::cli {

namespace {

using narrow = column::when_narrow;
using rows_of_cells = std::vector<std::vector<cell>>;

cell state_cell(const std::string& status) {
  const std::string text = clean(status);
  return {text, paint_of(text)};
}

cell time_cell(const std::optional<wall_time>& time, const style& how) {
  return time ? relative_time(*time, how.now) : "-";
}

cell minutes_cell(const std::optional<std::chrono::minutes>& limit) {
  return limit ? std::to_string(limit->count()) : "-";
}

cell number_cell(const std::optional<int>& number) {
  return number ? std::to_string(*number) : "-";
}

template <class Enum>
std::string joined(const std::vector<word<Enum>>& words) {
  std::string text;
  for (const word<Enum>& one : words) {
    text += (text.empty() ? "" : " ") + clean(one.text());
  }
  return text;
}

std::string more_pages(const std::optional<page_info>& info) {
  return info && info->has_more ? "(page " + std::to_string(info->page) + "; " + std::to_string(info->total) +
                                      " in all: more with --page " + std::to_string(info->page + 1) + ")\n"
                                : "";
}

}  // namespace

std::string to_text(const ping_reply& value, const style&) {
  return "agent " + clean(value.agent_id.str()) + " is " + (value.is_online ? "online" : "offline") + '\n';
}

std::string to_text(const page<challenge>& value, const style& how) {
  if (value.empty()) {
    return "no challenges\n";
  }
  const std::array<column, 7> columns = {{{"ID"},
                                          {"STATUS"},
                                          {"FORMAT", narrow::spare},
                                          {"CATEGORY", narrow::spare},
                                          {"MINUTES", narrow::spare},
                                          {"ENDS"},
                                          {"TITLE", narrow::cut}}};
  rows_of_cells rows;
  for (const challenge& one : value) {
    rows.push_back({one.id.str(), state_cell(one.status.text()), clean(one.format), clean(one.category),
                    minutes_cell(one.time_limit), time_cell(one.ends_at, how), clean(one.title)});
  }
  return table(columns, rows, how) + more_pages(value.info);
}

std::string to_text(const assignments& value, const style& how) {
  std::string text = "nothing is assigned\n";
  if (!value.items.empty()) {
    const std::array<column, 5> columns = {
        {{"CHALLENGE"}, {"ENTRY", narrow::spare}, {"MINUTES"}, {"ENDS"}, {"TITLE", narrow::cut}}};
    rows_of_cells rows;
    for (const assignment& one : value.items) {
      rows.push_back({one.challenge.id.str(), one.entry_id.str(), minutes_cell(one.challenge.time_limit),
                      time_cell(one.challenge.ends_at, how), clean(one.challenge.title)});
    }
    text = table(columns, rows, how);
  }
  return value.unreadable == 0 ? text
                               : text + "(" + std::to_string(value.unreadable) + " could not be read)\n";
}

std::string to_text(const page<webhook>& value, const style& how) {
  if (value.empty()) {
    return "no webhooks\n";
  }
  const std::array<column, 6> columns = {{{"ID"},
                                          {"ACTIVE"},
                                          {"CREATED", narrow::spare},
                                          {"SECRET", narrow::spare},
                                          {"URL", narrow::cut},
                                          {"EVENTS", narrow::cut}}};
  rows_of_cells rows;
  for (const webhook& one : value) {
    rows.push_back({one.id.str(), state_cell(one.active ? "yes" : "no"), time_cell(one.created_at, how),
                    one.secret_prefix.empty() ? "-" : clean(one.secret_prefix) + "…", clean(one.url),
                    joined(one.events)});
  }
  return table(columns, rows, how);
}

std::string to_text(const page<webhook_delivery>& value, const style& how) {
  if (value.empty()) {
    return "no deliveries\n";
  }
  const std::array<column, 7> columns = {{{"ID"},
                                          {"STATUS"},
                                          {"TRIES", narrow::spare},
                                          {"HTTP", narrow::spare},
                                          {"CREATED", narrow::spare},
                                          {"EVENT"},
                                          {"ERROR", narrow::cut}}};
  rows_of_cells rows;
  for (const webhook_delivery& one : value) {
    rows.push_back({one.id.str(), state_cell(one.status), number_cell(one.attempts),
                    number_cell(one.status_code), time_cell(one.created_at, how),
                    clean(one.event_type.text()), clean(one.error)});
  }
  return table(columns, rows, how);
}

std::string to_text(const page<token>& value, const style& how) {
  if (value.empty()) {
    return "no tokens\n";
  }
  const std::array<column, 7> columns = {{{"ID"},
                                          {"NAME", narrow::cut},
                                          {"ENVIRONMENT", narrow::spare},
                                          {"PREFIX", narrow::spare},
                                          {"EXPIRES"},
                                          {"LAST USED", narrow::spare},
                                          {"SCOPES", narrow::cut}}};
  rows_of_cells rows;
  for (const token& one : value) {
    rows.push_back({one.id.str(), clean(one.name), clean(one.environment.text()), clean(one.prefix),
                    one.expires_at ? time_cell(one.expires_at, how) : "never",
                    time_cell(one.last_used_at, how), joined(one.scopes)});
  }
  return table(columns, rows, how);
}

std::string to_text(const challenge& value, const style& how) {
  return details_of(value, how);
}
std::string to_text(const opened_session& value, const style& how) {
  return details_of(value, how);
}
std::string to_text(const session& value, const style& how) {
  return details_of(value, how);
}
std::string to_text(const submission& value, const style& how) {
  return details_of(value, how);
}
std::string to_text(const breakdown& value, const style& how) {
  const std::string text = details_of(value, how);
  return text.empty() ? "the breakdown is empty\n" : text;
}
std::string to_text(const match_result& value, const style& how) {
  return details_of(value, how);
}
std::string to_text(const event_receipt& value, const style&) {
  return "taken as event " + std::to_string(value.seq_num) + '\n';
}
std::string to_text(const connector_receipt& value, const style& how) {
  return details_of(value, how);
}
std::string to_text(const webhook& value, const style& how) {
  return details_of(value, how);
}
std::string to_text(const webhook_test& value, const style& how) {
  return details_of(value, how);
}
std::string to_text(const rotated_secret& value, const style& how) {
  return details_of(value, how);
}
std::string to_text(const token& value, const style& how) {
  token told = value;
  told.value = {};
  details made(how);
  fields(made, told);
  made("token", value.value);  // as the API calls it
  return made.take();
}
std::string to_text(const dry_run_report& value, const style& how) {
  return details_of(value, how);
}

}  // namespace bouts::cli
