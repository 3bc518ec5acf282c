// Real programs, started and watched: a local arena, the daemon, and whatever else a user would run.
#pragma once

#include "tests/support/wait_until.hpp"

#include <boost/json.hpp>

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace e2e {

namespace json = boost::json;
using test_support::wait_until;

// A directory of one test, gone with it.
class scratch {
 public:
  scratch();
  ~scratch();
  scratch(const scratch&) = delete;
  scratch& operator=(const scratch&) = delete;

  const std::filesystem::path& path() const { return path_; }
  // Writes a file below it and gives its path.
  std::string write(const std::string& name, const std::string& text) const;

 private:
  std::filesystem::path path_;
};

std::string read_text(const std::filesystem::path& path);

// A child program; killed with its test when it still runs then.
class program {
 public:
  struct order {
    std::string file;
    std::vector<std::string> arguments;
    std::map<std::string, std::string> variables;  // beside PATH and HOME
    std::filesystem::path directory;               // where its output goes, and where it is started
    std::string name = "program";
  };
  explicit program(const order& what);
  ~program();
  program(const program&) = delete;
  program& operator=(const program&) = delete;

  int pid() const { return pid_; }
  void signal(int number) const;
  bool has_ended();
  // Its exit code, or minus the signal; nothing when it does not end in time.
  std::optional<int> wait_for_end(std::chrono::milliseconds limit = test_support::long_enough);
  std::string out() const { return read_text(out_); }
  std::string err() const { return read_text(err_); }

 private:
  int pid_ = -1;
  std::optional<int> end_;
  std::filesystem::path out_;
  std::filesystem::path err_;
};

struct run_result {
  int code;
  std::string out;
  std::string err;
};
// Runs a program to its end.
run_result run(const std::string& file, const std::vector<std::string>& arguments,
               const std::map<std::string, std::string>& variables = {},
               std::chrono::seconds limit = std::chrono::seconds(60));

struct tls_files {
  std::string certificate;
  std::string key;
  std::string authority;
};

class arena {
 public:
  explicit arena(std::vector<std::string> arguments = {}, std::optional<tls_files> tls = {});

  std::string url() const { return text("/url"); }
  std::string key(int agent = 0) const { return text("/agents/" + std::to_string(agent) + "/key"); }
  std::string token(int agent = 0) const { return text("/agents/" + std::to_string(agent) + "/token"); }

  // The new entry's id.
  std::string assign(json::object what = {});
  json::value get(const std::string& path) const;
  json::value post(const std::string& path, const json::object& body) const;
  // One entry as the arena sees it: status, session, submission, events.
  json::object entry(const std::string& id) const;
  json::object agent_stats(int agent = 0) const;
  bool is_judged(const std::string& id) const;
  // How many requests it received whose path begins so, of that status where one is given.
  int requests(const std::string& method, const std::string& path_prefix,
               std::optional<int> status = {}) const;
  // Event requests that it refused for coming too fast.
  int throttled_events() const { return requests("POST", "/api/v1/events/stream", 429); }

 private:
  std::string text(const std::string& pointer) const;

  scratch scratch_;
  std::optional<tls_files> tls_;
  program program_;
  json::value greeting_;
};

// One request to "http://host:port", whatever comes of it; status 0 when nothing did.
struct http_reply {
  int status = 0;
  std::string body;
};
http_reply ask_http(const std::string& url, const std::string& target, const std::string& method = "GET");

// The types of an entry's events, in the order of their arrival.
std::vector<std::string> event_types(const json::object& entry);

class daemon {
 public:
  struct setup {
    std::vector<std::string> command;
    std::string agent_lines;  // further YAML of the agent, indented by four
    std::string lines;        // further YAML at the top
    std::optional<std::string> key;
    bool with_token = true;
    std::map<std::string, std::string> variables;
    std::optional<std::string> ca_file;
    std::optional<std::filesystem::path> state_dir;  // else one of its own
  };
  daemon(const arena& a, const setup& how);

  program& process() { return *program_; }
  // Another one on the same state, after the last has ended or was killed.
  void start_again();
  void kill();
  // Of all of them, one after the other.
  std::string log() const { return earlier_log_ + program_->err(); }
  bool log_has(const std::string& text) const { return log().find(text) != std::string::npos; }
  std::filesystem::path run_directory(const std::string& entry) const;
  const std::filesystem::path& directory() const { return scratch_.path(); }
  const std::filesystem::path& state() const { return state_; }
  std::filesystem::path config() const { return directory() / "config.yaml"; }

 private:
  scratch scratch_;
  std::filesystem::path state_;
  std::map<std::string, std::string> variables_;
  std::string earlier_log_;
  std::optional<program> program_;
};

// Processes with NAME=VALUE in their environment.
std::vector<int> processes_with(const std::string& variable);
int count_of(const std::string& text, const std::string& part);

}  // namespace e2e
