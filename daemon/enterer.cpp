#include "daemon/enterer.hpp"

#include "aio/event.hpp"
#include "core/bout/entering.hpp"
#include "core/http/retry.hpp"
#include "daemon/clock.hpp"
#include "daemon/files.hpp"
#include "daemon/hook.hpp"
#include "daemon/tree.hpp"

#include <system_error>
#include <utility>

namespace arena {

namespace asio = boost::asio;
using bouts::errc;
using bouts::milliseconds;

namespace {

constexpr std::chrono::minutes between_looks{1};
// A loopback arena, which may compress time and alone may be polled faster than every second, is looked at
// once in so many polls; with the usual poll interval that is the same minute.
constexpr int polls_a_look = 12;
constexpr std::chrono::seconds fast_poll{1};
constexpr int page_size = 50;  // the most that the arena gives (API.md)
constexpr int most_pages = 4;
constexpr std::size_t remembered_bouts =
    1'000;  // of the journal; challenges that are active still are among them
constexpr std::size_t most_known = 10'000;
constexpr std::size_t longest_intent = 1'024;
constexpr int most_tries = 3;  // at opening: a session whose answer was lost has a running clock
constexpr std::chrono::seconds between_tries{1};

milliseconds interval_of(const config::agent_settings& agent) {
  return agent.poll_interval < fast_poll ? polls_a_look * agent.poll_interval : milliseconds(between_looks);
}

enter_rules rules_of(const config::enter_settings& enter) {
  return {.daily_only = enter.daily_only,
          .categories = enter.categories,
          .formats = enter.formats,
          .max_fee_cents = enter.max_fee_cents};
}

// It may have been done although we did not learn it.
bool may_have_arrived(const bouts::error& why) {
  return why.status == 0 || why.status >= 500 || why.kind == errc::bad_answer;
}

}  // namespace

enterer::enterer(entering_means means, logger log) : means_(std::move(means)), log_(std::move(log)) {}

std::filesystem::path enterer::directory() const {
  return means_.state_dir / "entering" / means_.agent()->name;
}

std::filesystem::path enterer::intent() const {
  return directory() / "challenge";
}

void enterer::forget_intent() {
  std::error_code ignored;  // a stale one only says that a session may be ours
  std::filesystem::remove(intent(), ignored);
}

void enterer::note(const bouts::challenge_id& challenge) {
  if (known_.size() >= most_known) {
    known_.clear();
    remembers_ = false;
  }
  known_.insert(challenge);
}

asio::awaitable<void> enterer::run() {
  for (;;) {
    co_await look();
    co_await aio::sleep_for(interval_of(*means_.agent()));
  }
}

// What was played before, and what an earlier daemon was about to enter. False when that cannot be read:
// entering one twice would be worse than entering none.
asio::awaitable<bool> enterer::remember() {
  history_query all{.agent = means_.agent()->name, .closed_only = false, .limit = remembered_bouts};
  const auto played = co_await means_.kept.history(std::move(all));
  const auto begun = read_file(intent(), longest_intent);
  if (!played || !begun) {
    co_return false;
  }
  for (const auto& one : *played) {
    known_.insert(one.record.assigned.challenge.id);
  }
  if (*begun) {
    if (auto id = bouts::challenge_id::parse(**begun)) {
      ours_.insert(*std::move(id));
    }
  }
  co_return true;
}

void enterer::tell_failure(const bouts::error& why) {
  if (const auto note = streak_.failed(why, mono_now())) {
    log_.warn("challenges cannot be entered: " + note->reason + "; looking again every minute");
  }
}

asio::awaitable<bouts::result<std::vector<bouts::challenge>>> enterer::active() {
  std::vector<bouts::challenge> all;
  for (int page = 1; page <= most_pages; ++page) {
    bouts::challenge_filter filter;
    filter.status = "active";
    filter.limit = page_size;
    filter.page = page;
    auto some = co_await means_.client.challenges().list(filter);
    if (!some) {
      co_return std::unexpected(some.error());
    }
    all.insert(all.end(), some->items.begin(), some->items.end());
    if (!some->info || !some->info->has_more) {
      break;
    }
  }
  co_return all;
}

asio::awaitable<void> enterer::look() {
  const auto agent = means_.agent();
  if (!agent->enter.enabled || agent->api_token.empty() || !means_.has_room()) {
    co_return;
  }
  if (!remembers_) {
    remembers_ = co_await remember();
    if (!remembers_) {
      co_return;
    }
  }
  const auto found = co_await active();
  if (!found) {
    co_return tell_failure(found.error());
  }
  const auto is_known = [this](const bouts::challenge_id& id) { return known_.contains(id); };
  while (means_.has_room()) {
    const auto* chosen =
        choose_to_enter(*found, rules_of(agent->enter), is_known, means_.client.server_time());
    if (chosen == nullptr) {
      break;
    }
    co_await enter(*chosen);
    if (!known_.contains(chosen->id)) {
      break;  // it could not be settled now; at the next look
    }
  }
}

asio::awaitable<void> enterer::enter(bouts::challenge chosen) {
  // The list may be short of what the challenge itself says: the task, and perhaps the fee.
  const auto whole = co_await means_.client.challenges().get(chosen.id);
  if (!whole) {
    co_return tell_failure(whole.error());
  }
  const auto rules = rules_of(means_.agent()->enter);
  if (whole->id != chosen.id || !may_enter(*whole, rules, means_.client.server_time())) {
    co_return note(chosen.id);
  }
  const bool vetoed = co_await is_vetoed(*whole);
  if (vetoed) {
    co_return note(chosen.id);
  }
  if (!means_.has_room()) {
    co_return;
  }
  auto opened = co_await open(*whole);
  if (opened) {
    co_await take_up(*whole, *std::move(opened));
  }
}

asio::awaitable<bool> enterer::is_vetoed(const bouts::challenge& chosen) {
  const auto agent = means_.agent();
  if (agent->hooks.before_run.empty()) {
    co_return false;
  }
  bout_record planned;
  planned.assigned.challenge = chosen;
  [[maybe_unused]] const auto cleared = remove_tree(directory() / "hooks");  // of the last one
  auto order = order_hook(hook_kind::before_run, *agent, planned, directory(), means_.variables);
  const auto end = co_await run_hook(std::move(order));
  if (end.ended == hook_end::how::failed) {
    log_.info("not entered: \"" + chosen.title +
              "\": the before_run hook refused it: " + (end.said.empty() ? end.detail : end.said));
  } else if (end.ended == hook_end::how::broken) {
    log_.warn("the before_run hook failed: " + end.detail);
  }
  co_return end.ended == hook_end::how::failed;
}

void enterer::on_refused(const bouts::challenge& chosen, const bouts::error& why) {
  if (may_have_arrived(why)) {
    ours_.insert(chosen.id);  // and stays written down
    return tell_failure(why);
  }
  forget_intent();
  if (bouts::judge(why, bouts::endpoint_kind::connector) == bouts::verdict::dead) {
    log_.info("not entered: \"" + chosen.title + "\": " + why.describe());
    note(chosen.id);
  } else {
    tell_failure(why);
  }
}

// Opens the session; says what there is to say when that fails, or when somebody else has one.
asio::awaitable<bouts::result<bouts::opened_session>> enterer::open(const bouts::challenge& chosen) {
  auto written = make_directory(directory());
  if (written) {
    written = write_durably(intent(), chosen.id.str());
  }
  if (!written) {
    log_.error("nothing is entered that cannot be written down first: " + written.error().message);
    co_return std::unexpected(written.error());
  }
  auto opened = co_await means_.client.challenges().create_session(chosen.id);
  for (int tries = 1; !opened && may_have_arrived(opened.error()) && tries < most_tries; ++tries) {
    ours_.insert(chosen.id);
    co_await aio::sleep_for(between_tries);
    opened = co_await means_.client.challenges().create_session(chosen.id);
  }
  if (!opened) {
    on_refused(chosen, opened.error());
    co_return opened;
  }
  if (const auto note = streak_.succeeded(mono_now())) {
    log_.info("challenges can be entered again");
  }
  if (opened->existing && !ours_.contains(chosen.id)) {
    forget_intent();
    note(chosen.id);
    log_.info("not entered: \"" + chosen.title + "\": it is entered already");
    co_return bouts::fail(errc::conflict, "entered already");
  }
  ours_.insert(chosen.id);
  co_return opened;
}

// The session is open: a bout of it, which the journal knows before anything else is done.
asio::awaitable<void> enterer::take_up(bouts::challenge chosen, bouts::opened_session opened) {
  auto entry = opened.entry_id;
  if (!entry) {
    const auto session = co_await means_.client.sessions().get(opened.session_id);
    if (!session || !session->entry_id) {
      co_return tell_failure(session ? bouts::error{.kind = errc::bad_answer,
                                                    .message = "the arena does not name the session's entry"}
                                     : session.error());
    }
    entry = session->entry_id;
  }
  bout_record record;
  record.assigned.entry_id = *entry;
  record.assigned.challenge = chosen;
  record.assigned.assigned_at = means_.client.server_time();
  record.state = bout_state::opening;
  record.open_repeated = true;  // the session is there, and ours
  const auto saved = co_await means_.kept.save(means_.agent()->name, record, std::nullopt, std::nullopt);
  if (!saved) {
    co_return log_.error("what was entered is not written down yet: " + saved.error().message);
  }
  note(chosen.id);
  forget_intent();
  log_.info("entered: \"" + chosen.title + "\"");
  means_.begin(std::move(record));
}

}  // namespace arena
