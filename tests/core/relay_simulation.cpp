#include "tests/core/relay_simulation.hpp"

#include <numeric>

namespace arena::test {

using namespace std::chrono_literals;

namespace {

constexpr std::size_t most_waiting = max_waiting_trouble + max_waiting_actions + max_waiting_thinking;
constexpr std::size_t few_more = 6;  // lifecycle events, one progress, and one of each that came back

bouts::agent_event make(matter kind, std::size_t stage) {
  bouts::agent_event raw;
  switch (kind) {
    case matter::trouble:
      raw.type = stage % 3 == 0 ? event_type::self_correct : event_type::error_hit;
      break;
    case matter::tool:
      raw.type = stage % 3 == 0 ? event_type::tool_call : event_type::command_run;
      break;
    case matter::write:
      raw.type = event_type::code_write;
      raw.filename = "file" + std::to_string(stage % 4) + ".py";
      break;
    case matter::progress:
      raw.type = event_type::progress;
      break;
    case matter::thinking:
      raw.type = event_type::thinking;
      raw.summary = "thought " + std::to_string(stage) + " that takes its time and some words";
      break;
  }
  raw.stage = std::to_string(stage);
  return raw;
}

// Redaction costs more than all the rest, so every event is made once.
const redacted_event& pooled(matter kind, std::size_t stage) {
  static std::array<std::deque<redacted_event>, matter_count> pool;
  auto& of_kind = pool.at(static_cast<std::size_t>(kind));
  while (of_kind.size() <= stage) {
    of_kind.push_back(redacted(make(kind, of_kind.size())));
  }
  return of_kind[stage];
}

matter matter_of(event_type type) {
  switch (rank_of(type)) {
    case rank::trouble:
      return matter::trouble;
    case rank::action:
      return type == event_type::code_write ? matter::write : matter::tool;
    case rank::progress:
      return matter::progress;
    default:
      return matter::thinking;
  }
}

}  // namespace

simulation::simulation(const climate& of, unsigned seed) : climate_(of), random_(seed) {
  const auto count = static_cast<std::size_t>(between(1, climate_.most_streams));
  for (std::size_t number = 0; number < count; ++number) {
    write_script(number);
  }
  std::ranges::stable_sort(script_, {}, &step::at);
}

outbox_options simulation::choose_options() {
  outbox_options made{.keep_everything = climate_.complete};
  if (climate_.any_limit) {
    made.limit = between(1, 30);
    made.window = between(0, 3) == 0 ? milliseconds(between(100, 5000)) : 60s;
    made.keep_everything = chance(300);
  }
  return made;
}

void simulation::write_script(std::size_t number) {
  stream one{.id = entry("stream-" + std::to_string(number))};
  const mono_time begin = start_ + up_to(60s);
  mono_time at = begin;
  script_.push_back({at, number, step::open});
  for (int left = between(0, climate_.most_events); left > 0; --left) {
    at += chance(700) ? up_to(50ms) : up_to(climate_.longest_gap);
    script_.push_back({at, number, step::push, choose_matter(at)});
  }
  at += up_to(climate_.longest_gap);
  script_.push_back({at, number, step::wind_up});
  one.give_up = at + 1h;
  if (climate_.cut_short) {
    cut_short(one, number, begin, at);
  }
  streams_.push_back(std::move(one));
}

matter simulation::choose_matter(mono_time at) {
  const auto near = [&](mono_time other) {
    return at - other < climate_.trouble_gap && other - at < climate_.trouble_gap;
  };
  if (chance(200) && std::ranges::none_of(troubles_, near)) {
    troubles_.push_back(at);
    return matter::trouble;
  }
  return static_cast<matter>(between(1, static_cast<int>(matter_count) - 1));
}

void simulation::cut_short(stream& one, std::size_t number, mono_time begin, mono_time end) {
  const auto somewhere = [&] {
    return begin + up_to(std::chrono::duration_cast<milliseconds>(end - begin) + 5s);
  };
  one.cut_short = true;
  if (chance(300)) {
    one.not_after = somewhere();
  }
  if (chance(500)) {
    one.give_up = end + up_to(30s);
  }
  if (chance(200)) {
    script_.push_back({somewhere(), number, step::close});
  }
}

bool simulation::is_over() const {
  return performed_ == script_.size() && !in_flight_ && std::ranges::all_of(streams_, &stream::closed);
}

void simulation::run() {
  constexpr int most_rounds = 1'000'000;
  int rounds = 0;
  while (!is_over() && !testing::Test::HasFailure()) {
    ASSERT_LT(++rounds, most_rounds) << "it does not end";
    mono_time then = in_flight_ ? in_flight_->answered : wake_.value_or(mono_time::max());
    if (performed_ < script_.size()) {
      then = std::min(then, script_[performed_].at);
    }
    ASSERT_NE(then, mono_time::max()) << "it is stuck";
    now_ = std::max(now_, then);
    while (performed_ < script_.size() && script_[performed_].at <= now_) {
      perform(script_[performed_++]);
    }
    if (in_flight_ && in_flight_->answered <= now_) {
      end_request();
    }
    if (climate_.restarts && chance(20)) {
      restart();
    }
    decide();
    check_accounts();
    for (auto& one : streams_) {
      if (one.winding_up && !one.closed && box_.is_done(one.id)) {
        close(one);
      }
    }
  }
  check_window();
}

void simulation::perform(const step& one) {
  auto& s = streams_[one.stream];
  switch (one.what) {
    case step::open:
      s.opened = true;
      box_.open(s.id, challenge("challenge"),
                s.not_after == mono_time::max() ? std::nullopt : std::optional(s.not_after));
      box_.announce(s.id, event(event_type::started), now_);
      return;
    case step::push: {
      auto& of_kind = s.pushed.at(static_cast<std::size_t>(one.kind));
      box_.push(s.id, pooled(one.kind, of_kind.size()), now_);
      of_kind.push_back({now_, s.pushes++});
      ++pushed_;
      return;
    }
    case step::wind_up:
      s.winding_up = true;
      s.flush_until = std::min(now_ + climate_.flush, s.give_up);
      box_.wind_up(s.id, event(event_type::submitted), now_, s.flush_until, s.give_up);
      return;
    case step::close:
      if (!s.closed) {
        close(s);
      }
      return;
  }
}

void simulation::decide() {
  const auto decision = box_.next(now_);
  wake_ = decision.wake;
  if (in_flight_) {
    EXPECT_FALSE(decision.send) << "two at a time";
    return;
  }
  if (decision.send) {
    begin_request(*decision.send);
    return;
  }
  EXPECT_TRUE(!wake_ || *wake_ > now_) << "a wake in the past";
  check_idleness();
}

void simulation::begin_request(const outbox::sendable& out) {
  const auto found = std::ranges::find(streams_, out.stream, &stream::id);
  ASSERT_NE(found, streams_.end());
  EXPECT_FALSE(found->closed);
  EXPECT_LT(now_, found->not_after);
  EXPECT_TRUE(!found->winding_up || now_ < found->give_up);
  check_pace(rank_of(out.event.type), *found);
  check_content(out.event, *found);

  box_.sent();
  request made{.stream = static_cast<std::size_t>(found - streams_.begin()),
               .event = out.event,
               .arrives = {},
               .answered = {}};
  const auto trip = chance(30) ? up_to(5s) : 20ms + up_to(400ms);
  made.arrives = now_ + up_to(trip);
  made.answered = now_ + trip;
  choose_answer(made);
  in_flight_ = std::move(made);
}

void simulation::choose_answer(request& made) {
  const auto& [stream, event, arrives, answered, answer, retry_after] = made;
  int lot = between(0, 999);
  const auto drawn = [&](int per_mille) {
    const bool mine = lot >= 0 && lot < per_mille;
    lot -= per_mille;
    return mine;
  };
  if (drawn(climate_.lost)) {
    made.answer = event_answer::lost;
  } else if (drawn(climate_.throttled)) {
    made.answer = event_answer::throttled;
    made.retry_after = chance(500) ? std::nullopt : std::optional(up_to(90s));
  } else if (drawn(climate_.not_yet)) {
    made.answer = event_answer::not_yet;
  } else if (drawn(climate_.parked)) {
    made.answer = event_answer::parked;
  } else if (drawn(climate_.refused)) {
    made.answer = event_answer::refused;
  } else if (drawn(climate_.over)) {
    made.answer = event_answer::stream_over;
  } else if (drawn(climate_.failing)) {
    // An event that fails too often is given up, which only the climates that refuse events as well are for.
    auto& failures = server_failures_[{stream, static_cast<int>(event.type)}];
    const bool may_fail = climate_.refused > 0 || failures + 1 < max_server_failures;
    failures += may_fail ? 1 : 0;
    made.answer = may_fail ? event_answer::server_failed : event_answer::delivered;
  }
}

void simulation::end_request() {
  const request made = std::move(*in_flight_);
  in_flight_.reset();
  past_.push_back({made.arrives, made.answered});
  const auto place = rank_of(made.event.type);
  if (is_chatter(place)) {
    chatter_answered_ = now_;
  }
  box_.answered(made.answer, made.retry_after, now_);
  if (made.answer != event_answer::delivered) {
    return;
  }
  auto& s = streams_[made.stream];
  s.delivered += s.closed ? 0 : 1;
  if (place == rank::lifecycle) {
    (made.event.type == event_type::started ? s.started_shown : s.last_shown) = true;
  } else {
    s.shown.at(static_cast<std::size_t>(matter_of(made.event.type))).insert(std::stoul(*made.event.stage));
  }
}

void simulation::close(stream& one) {
  one.closed = true;
  if (!one.opened) {
    return;
  }
  const auto account = box_.close(one.id);
  EXPECT_EQ(account.produced, account.sent + account.merged + account.dropped_total()) << account.describe();
  EXPECT_EQ(account.sent, one.delivered) << account.describe();
  EXPECT_TRUE(box_.is_done(one.id));
  check_what_arrived(one, account);
}

// The daemon dies and another goes on with what was kept, as text. A request that was on its way has arrived,
// or never will; in either case nobody heard its answer.
void simulation::restart() {
  static const redactor redact;
  outbox anew(options_);
  anew.restore_window(*load_window(save_window(box_.window())), now_);
  for (const auto& one : streams_) {
    const auto kept = box_.state(one.id);
    if (!kept) {
      continue;
    }
    const auto loaded = load_checkpoint(save_checkpoint({.position = {}, .stream = kept}));
    ASSERT_TRUE(loaded);
    EXPECT_EQ(loaded->stream, kept);
    anew.open(one.id, challenge("challenge"),
              one.not_after == mono_time::max() ? std::nullopt : std::optional(one.not_after));
    anew.restore(one.id, *loaded->stream, redact);
    EXPECT_FALSE(anew.announce(one.id, event(event_type::started), now_)) << "announced twice";
    if (one.winding_up) {
      anew.wind_up(one.id, event(event_type::submitted), now_, one.flush_until, one.give_up);
    }
  }
  if (in_flight_) {
    past_.push_back({std::min(in_flight_->arrives, now_), now_});
    in_flight_.reset();
  }
  box_ = std::move(anew);
}

// Requests that the arena may still count.
int simulation::used() const {
  const auto recent = std::find_if(past_.rbegin(), past_.rend(), [&](const past_request& one) {
    return one.answered + options_.window <= now_;
  });
  return static_cast<int>(recent - past_.rbegin());
}

// Whether an event of that rank waits that is neither too old nor one too many.
bool simulation::trouble_waits() const {
  return std::ranges::any_of(streams_, [&](const stream& one) {
    const auto& pushed = one.pushed[static_cast<std::size_t>(matter::trouble)];
    const auto& shown = one.shown[static_cast<std::size_t>(matter::trouble)];
    for (std::size_t i = pushed.size(); !one.closed && i > 0 && pushed.size() - i < max_waiting_trouble;
         --i) {
      if (now_ - pushed[i - 1].at < options_.window && !shown.contains(i - 1)) {
        return true;
      }
    }
    return false;
  });
}

void simulation::check_pace(rank place, const stream& of) const {
  const bool in_full = of.winding_up || options_.keep_everything;
  const rank as = in_full && place > rank::trouble ? rank::trouble : place;
  const int kept = places_kept_free.at(static_cast<std::size_t>(as)) * options_.limit / 30;
  EXPECT_LT(used(), options_.limit - kept);
  if (is_chatter(place) && !in_full) {
    EXPECT_GE(now_, chatter_answered_ + options_.window / chatter_divisor);
  }
  const bool may_go_first = place <= rank::trouble || (of.winding_up && place == rank::progress);
  if (!may_go_first && !options_.keep_everything && !climate_.has_faults() && !climate_.cut_short) {
    EXPECT_FALSE(trouble_waits()) << "a lower rank went first";
  }
}

void simulation::check_content(const bouts::agent_event& event, stream& of) {
  EXPECT_TRUE(!of.last_begun || event.type == event_type::submitted) << "something after the last event";
  of.last_begun = of.last_begun || event.type == event_type::submitted;
  if (rank_of(event.type) == rank::lifecycle) {
    return;
  }
  EXPECT_TRUE(of.started_shown || climate_.has_faults());
  const auto kind = matter_of(event.type);
  const auto stage = std::stoul(event.stage.value_or("0"));
  const auto& pushed = of.pushed.at(static_cast<std::size_t>(kind)).at(stage);
  if (options_.keep_everything) {
    EXPECT_GE(pushed.order, of.newest_order) << "out of order";
    of.newest_order = pushed.order;
    return;
  }
  if (!is_chatter(rank_of(event.type))) {
    EXPECT_LT(now_ - pushed.at, options_.window) << "too old";
  }
  if (kind == matter::write) {
    auto& newest = of.newest_write[*event.filename];
    EXPECT_GE(stage, newest) << "older text of a file after newer";
    newest = stage;
  }
}

// Without faults it only rests when nothing waits, the window is used or chatter is spaced. With at most 5 s
// for a request on its way, an error is therefore on its way within 5 s when the window allows one.
void simulation::check_idleness() const {
  const auto waiting =
      std::accumulate(streams_.begin(), streams_.end(), std::size_t{0},
                      [&](std::size_t sum, const stream& one) { return sum + box_.waiting(one.id); });
  const auto slack = 1ms + options_.window / 1000;
  const int kept = places_kept_free.back() * options_.limit / 30;
  const bool window_is_used =
      used() >= options_.limit - kept || std::ranges::any_of(past_, [&](const past_request& one) {
        const auto age = now_ - one.answered;
        return age >= options_.window && age <= options_.window + slack;
      });
  const bool is_spaced = now_ < chatter_answered_ + options_.window / chatter_divisor;
  EXPECT_TRUE(climate_.has_faults() || waiting == 0 || window_is_used || is_spaced)
      << "it rests for no reason";
  const int kept_from_trouble =
      places_kept_free[static_cast<std::size_t>(rank::trouble)] * options_.limit / 30;
  EXPECT_TRUE(climate_.has_faults() || climate_.cut_short || used() >= options_.limit - kept_from_trouble ||
              window_is_used || !trouble_waits())
      << "an error waits although the window allows one";
}

void simulation::check_accounts() const {
  for (const auto& one : streams_) {
    if (const auto* account = box_.account(one.id)) {
      const auto waiting = box_.waiting(one.id);
      EXPECT_EQ(account->produced, account->sent + account->merged + account->dropped_total() + waiting)
          << account->describe();
      const auto factor = options_.keep_everything ? complete_factor : 1;
      EXPECT_LE(waiting, (most_waiting + (factor > 1 ? max_waiting_actions : 0)) * factor + few_more);
    }
  }
}

// However it counts, the arena never saw more than the limit in a window.
void simulation::check_window() const {
  const auto limit = static_cast<std::size_t>(options_.limit);
  for (std::size_t i = limit; i < past_.size(); ++i) {
    EXPECT_GT(past_[i].arrived - past_[i - limit].arrived, options_.window);
  }
}

void simulation::check_what_arrived(const stream& one, const event_account& account) const {
  if (one.cut_short || climate_.refused + climate_.over > 0) {
    return;
  }
  EXPECT_TRUE(one.started_shown) << account.describe();
  EXPECT_TRUE(one.last_shown) << account.describe();
  if (climate_.has_faults()) {
    return;
  }
  for (std::size_t kind = 0; kind < matter_count; ++kind) {
    const auto& pushed = one.pushed.at(kind);
    const auto& shown = one.shown.at(kind);
    const bool all = options_.keep_everything
                         ? kind != static_cast<std::size_t>(matter::thinking)
                         : kind == static_cast<std::size_t>(matter::trouble) && climate_.trouble_gap > 0ms;
    if (all) {
      EXPECT_EQ(shown.size(), pushed.size()) << "kind " << kind << ": " << account.describe();
    }
    const bool newest = kind == static_cast<std::size_t>(matter::progress) || options_.keep_everything;
    if (newest && !pushed.empty()) {
      EXPECT_TRUE(shown.contains(pushed.size() - 1)) << "kind " << kind << ": " << account.describe();
    }
  }
}

}  // namespace arena::test
