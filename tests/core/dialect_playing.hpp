// Plays lines to a dialect and keeps what it makes of them.
#pragma once

#include "core/agent/dialect.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace arena {

struct played {
  std::vector<bouts::agent_event> events;
  run_report report;
  std::uint64_t lines = 0;

  std::string types() const {
    std::string all;
    for (const auto& event : events) {
      all += (all.empty() ? "" : " ") + std::string(bouts::to_string(event.type));
    }
    return all;
  }
  std::uint64_t accounted() const {
    std::uint64_t sum = report.mapped_lines + report.noise_lines;
    for (const auto& [name, count] : report.ignored) {
      sum += count;
    }
    return sum;
  }
};

inline played play(dialect& reader, const std::vector<std::string>& lines) {
  played result;
  for (const auto& line : lines) {
    reader.read(line, {}, [&](bouts::agent_event&& event) { result.events.push_back(std::move(event)); });
  }
  result.report = reader.report();
  result.lines = lines.size();
  return result;
}

inline played play(dialect_kind kind, const std::vector<std::string>& lines) {
  return play(*make_dialect(kind, "/w"), lines);
}

}  // namespace arena
