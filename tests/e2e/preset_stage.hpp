// A stand-in for the program of a preset, which plays a stream of it (replay.py), and what it was given.
#pragma once

#include "tests/e2e/harness.hpp"

#include <sstream>

namespace e2e {

// A folder with the stand-in under the name of the program.
struct stage {
  explicit stage(const std::string& program) {
    std::filesystem::create_directory(here.path() / "bin");
    std::filesystem::create_symlink(REPLAY, here.path() / "bin" / program);
  }
  // `stream`: of tests/streams, or the path of another. `more`: further lines of the agent.
  daemon::setup setup(const std::string& preset, const std::string& stream,
                      const std::string& more = {}) const {
    const auto path = std::filesystem::path(STREAMS) / stream;
    return {.command = {}, .agent_lines = "    preset: " + preset + "\n" + environment(path) + more};
  }
  std::string environment(const std::filesystem::path& stream) const {
    const auto in_here = [this](const char* name) { return (here.path() / name).string(); };
    return "    env: { PATH: '" + in_here("bin") + ":/usr/bin:/bin', HOME: '" + here.path().string() +
           "', REPLAY: '" + stream.string() + "', REPLAY_RECORD: '" + in_here("record.json") +
           "', REPLAY_GO: '" + in_here("go") + "', E2E_MARK: " + mark + " }\n";
  }
  json::value given() const { return json::parse(read_text(here.path() / "record.json")); }
  int times_started() const { return count_of(read_text(here.path() / "record.json.starts"), "x"); }
  // What waits at `#wait` goes on.
  void go() const { here.write("go", ""); }
  bool is_gone() const { return processes_with("E2E_MARK=" + mark).empty(); }

  scratch here;
  std::string mark = here.path().filename().string();
};

// Every event that was made, in order; the arena gets them ranked and merged.
inline std::vector<json::object> all_events(const std::filesystem::path& run_directory) {
  std::istringstream in(read_text(run_directory / "events.jsonl"));
  std::vector<json::object> events;
  for (std::string line; std::getline(in, line);) {
    events.push_back(json::parse(line).as_object());
  }
  return events;
}

inline std::vector<std::string> all_types(const std::filesystem::path& run_directory) {
  std::vector<std::string> types;
  for (const auto& event : all_events(run_directory)) {
    types.emplace_back(event.at("type").as_string());
  }
  return types;
}

inline std::vector<std::string> paths_of_files(const json::object& entry) {
  std::vector<std::string> paths;
  for (const auto& file : entry.at("submission").at("files").as_array()) {
    paths.emplace_back(file.at("path").as_string());
  }
  return paths;
}

}  // namespace e2e
