// A place for a daemon's control socket, and what speaks over it.
#pragma once

#include "httpd/local_client.hpp"
#include "tests/e2e/harness.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

namespace e2e {

namespace httpd = ::arena::httpd;
using strings = std::vector<std::string>;

class control {
 public:
  std::string socket() const { return (here_.path() / "control.sock").string(); }
  std::string lines() const { return "control:\n  socket: " + socket() + "\n"; }
  std::string file(const std::string& name, const std::string& text) const { return here_.write(name, text); }
  const std::filesystem::path& directory() const { return here_.path(); }
  std::filesystem::path path(const std::string& name) const { return here_.path() / name; }

  run_result ask(strings words) const {
    words.insert(words.end(), {"--socket", socket()});
    return run(ARENA_CONNECT, words);
  }
  json::value status() const {
    const auto given = ask({"status", "--json"});
    EXPECT_EQ(given.code, 0) << given.err;
    return given.code == 0 ? json::parse(given.out) : json::value();
  }
  // A request of the API itself, as one of its clients would make it.
  httpd::reply request(const std::string& target, const std::string& method = "GET") const {
    httpd::request what;
    what.method = method;
    what.target = target;
    const auto given = httpd::ask(socket(), std::move(what), std::chrono::seconds(20));
    return given ? *given : httpd::reply{};
  }
  bool answers() const { return ask({"status"}).code == 0; }
  // The state of the newest bout that has ended; empty before.
  std::string last_ended() const {
    const auto given = ask({"history", "--json", "--limit", "1"});
    const auto all = given.code == 0 ? json::parse(given.out).at("bouts").as_array() : json::array();
    return all.empty() ? std::string() : std::string(all[0].at("state").as_string());
  }

 private:
  scratch here_;
};

}  // namespace e2e
