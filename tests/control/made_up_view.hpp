// A daemon that is only data.
#pragma once

#include "control/routes.hpp"
#include "control/view.hpp"
#include "core/redact/redactor.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/json.hpp>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

namespace arena::control::test {

namespace asio = boost::asio;
namespace json = boost::json;

inline bouts::wall_time at(int seconds) {
  return bouts::wall_time(std::chrono::seconds(1'700'000'000 + seconds));
}

class made_up_view final : public view {
 public:
  std::vector<bout_state_now> all;
  std::vector<agent_state> some_agents;
  std::filesystem::path logs;
  redactor redact{{bouts::secret("aa_0123456789abcdef")}};
  std::vector<std::string> done;  // "cancel e1", "resubmit e1 text"
  bouts::status answer_of_actions;
  bool stuck = false;  // the journal does not answer
  bout_query last_query;
  meters measured_;
  bool journal_alive = true;
  bool draining = false;

  bout_state_now& add(const std::string& entry, bout_state state, bool at_work) {
    bout_state_now one;
    one.agent = "nova";
    one.record.assigned.entry_id = *bouts::entry_id::parse(entry);
    one.record.assigned.challenge.id = *bouts::challenge_id::parse("c1");
    one.record.assigned.challenge.title = "A \"title\"";
    one.record.state = state;
    one.at_work = at_work;
    one.began_at = at(0);
    if (!at_work) {
      one.ended_at = at(60);
    }
    all.push_back(std::move(one));
    return all.back();
  }

  daemon_state daemon() const override {
    return {.version = "1.2.3",
            .pid = 42,
            .started_at = at(-100),
            .arena = "https://arena.example",
            .state_dir = "/state",
            .draining = draining};
  }
  std::vector<agent_state> agents() const override { return some_agents; }
  bouts::wall_time now() const override { return at(5); }
  std::vector<bout_state_now> at_work() const override {
    std::vector<bout_state_now> found;
    std::ranges::copy_if(all, std::back_inserter(found), &bout_state_now::at_work);
    return found;
  }
  bool is_at_work(const bouts::entry_id& entry) const override {
    return std::ranges::any_of(
        all, [&](const auto& one) { return one.at_work && one.record.assigned.entry_id == entry; });
  }
  asio::awaitable<bouts::result<std::vector<bout_state_now>>> list(bout_query which) override {
    last_query = which;
    if (stuck) {
      co_return bouts::fail(bouts::errc::io, "the journal does not answer");
    }
    auto found = all;
    std::erase_if(found, [&](const auto& one) {
      return (which.finished_only && one.at_work) || (which.agent && *which.agent != one.agent);
    });
    found.resize(std::min(found.size(), which.limit));
    co_return found;
  }
  asio::awaitable<bouts::result<std::optional<bout_state_now>>> find(bouts::entry_id entry) override {
    for (const auto& one : all) {
      if (one.record.assigned.entry_id == entry) {
        co_return one;
      }
    }
    co_return std::nullopt;
  }
  asio::awaitable<bouts::result<std::vector<bouts::entry_id>>> find_by_prefix(std::string prefix,
                                                                              std::size_t limit) override {
    std::vector<bouts::entry_id> found;
    for (const auto& one : all) {
      if (one.record.assigned.entry_id.str().starts_with(prefix) && found.size() < limit) {
        found.push_back(one.record.assigned.entry_id);
      }
    }
    co_return found;
  }
  std::filesystem::path log_file(const bouts::entry_id& entry, log_kind which) const override {
    static const std::map<log_kind, std::string> names = {
        {log_kind::out, "out"}, {log_kind::err, "err"}, {log_kind::events, "events"}};
    return logs / (entry.str() + "." + names.at(which));
  }
  const meters& measured() const override { return measured_; }
  process_figures process() const override {
    process_figures made;
    made.cpu_seconds = 1.5;
    made.resident_bytes = 4096;
    made.started_at = at(-100);
    return made;
  }
  bool journal_is_alive() const override { return journal_alive; }
  bouts::status drain(std::optional<std::string> agent) override {
    done.push_back("drain " + agent.value_or("(all)"));
    draining = true;
    return answer_of_actions;
  }
  bouts::status resume(std::optional<std::string> agent) override {
    done.push_back("resume " + agent.value_or("(all)"));
    draining = false;
    return answer_of_actions;
  }
  bouts::result<std::string> reload() override {
    done.emplace_back("reload");
    if (!answer_of_actions) {
      return std::unexpected(answer_of_actions.error());
    }
    return "configuration reloaded";
  }
  std::string redacted(std::string_view text) const override { return redact.text(text); }
  asio::awaitable<bouts::status> cancel(bouts::entry_id entry) override {
    done.push_back("cancel " + entry.str());
    co_return answer_of_actions;
  }
  asio::awaitable<bouts::status> resubmit(bouts::entry_id entry, std::optional<std::string> mended) override {
    done.push_back("resubmit " + entry.str() + " " + mended.value_or("(kept)"));
    co_return answer_of_actions;
  }
};

template <class T>
T wait_for(asio::io_context& context, asio::awaitable<T> task) {
  std::optional<T> outcome;
  asio::co_spawn(context, std::move(task), [&](const std::exception_ptr& thrown, T given) {
    if (thrown) {
      std::rethrow_exception(thrown);
    }
    outcome = std::move(given);
  });
  context.restart();
  context.run();
  return *std::move(outcome);
}

inline httpd::answer ask(view& of, std::string method, std::string target, std::string body = {},
                         access who = access::owner, const std::string& host = {}) {
  asio::io_context context(1);
  httpd::request in;
  if (!host.empty()) {
    in.headers.push_back({"Host", host});
  }
  in.method = std::move(method);
  in.target = std::move(target);
  in.body = std::move(body);
  return *wait_for(context, serve(of, std::move(in), who));
}

inline json::value json_of(const httpd::answer& from) {
  return json::parse(from.body);
}

// The whole of a streamed answer.
inline std::string text_of(httpd::answer from) {
  asio::io_context context(1);
  std::string all;
  while (auto piece = wait_for(context, from.stream->next())) {
    all += *piece;
  }
  return all;
}

}  // namespace arena::control::test
