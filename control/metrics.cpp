#include "control/metrics.hpp"

#include <prometheus/metric_family.h>
#include <prometheus/text_serializer.h>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>
#include <vector>

namespace arena::control {

namespace {

using prometheus::ClientMetric;
using prometheus::MetricFamily;
using prometheus::MetricType;
using labels = std::vector<ClientMetric::Label>;

class family {
 public:
  family(std::vector<MetricFamily>& into, std::string name, std::string help, MetricType type) : into_(into) {
    made_.name = std::move(name);
    made_.help = std::move(help);
    made_.type = type;
  }
  ~family() { into_.push_back(std::move(made_)); }
  family(const family&) = delete;
  family& operator=(const family&) = delete;

  void add(double value, labels of = {}) {
    auto& one = next(std::move(of));
    if (made_.type == MetricType::Counter) {
      one.counter.value = value;
    } else {
      one.gauge.value = value;
    }
  }
  void add(const bouts::duration_histogram& times, labels of = {}) {
    auto& one = next(std::move(of));
    one.histogram.sample_count = times.count();
    one.histogram.sample_sum = times.sum();
    std::uint64_t so_far = 0;
    for (std::size_t i = 0; i < times.counts().size(); ++i) {
      so_far += times.counts()[i];
      const bool last = i == bouts::duration_histogram::bounds.size();
      ClientMetric::Bucket bucket;
      bucket.cumulative_count = so_far;
      bucket.upper_bound =
          last ? std::numeric_limits<double>::infinity() : bouts::duration_histogram::bounds[i];
      one.histogram.bucket.push_back(bucket);
    }
  }

 private:
  ClientMetric& next(labels of) {
    made_.metric.emplace_back();
    made_.metric.back().label = std::move(of);
    return made_.metric.back();
  }

  std::vector<MetricFamily>& into_;
  MetricFamily made_;
};

ClientMetric::Label label(const char* name, std::string_view value) {
  ClientMetric::Label made;
  made.name = name;
  made.value = std::string(value);
  return made;
}

double seconds(bouts::wall_time time) {
  return std::chrono::duration<double>(time.time_since_epoch()).count();
}

double number(std::uint64_t count) {
  return static_cast<double>(count);
}

using agent_list = std::vector<agent_state>;
using families = std::vector<MetricFamily>;

void add_daemon(families& to, const view& of, const agent_list& agents) {
  const auto about = of.daemon();
  family(to, "arena_connect_build_info", "The version that runs, as a label; always 1.", MetricType::Gauge)
      .add(1, {label("version", about.version)});
  family(to, "arena_connect_agents", "Agents of the configuration.", MetricType::Gauge)
      .add(number(agents.size()));
  family(to, "arena_connect_draining", "1 while no new bouts are begun.", MetricType::Gauge)
      .add(about.draining ? 1 : 0);
}

void add_presence(families& to, const agent_list& agents) {
  family online(to, "arena_connect_agent_online", "1 while the agent's last ping was answered.",
                MetricType::Gauge);
  family known(to, "arena_connect_agent_known",
               "1 while the arena has the agent online, as /readyz means it.", MetricType::Gauge);
  family ping(to, "arena_connect_last_ping_timestamp_seconds", "When a ping of the agent was last answered.",
              MetricType::Gauge);
  family poll(to, "arena_connect_last_poll_timestamp_seconds", "When a poll of the agent was last answered.",
              MetricType::Gauge);
  for (const auto& one : agents) {
    online.add(one.online ? 1 : 0, {label("agent", one.name)});
    known.add(one.known ? 1 : 0, {label("agent", one.name)});
    if (one.last_ping) {
      ping.add(seconds(*one.last_ping), {label("agent", one.name)});
    }
    if (one.last_poll) {
      poll.add(seconds(*one.last_poll), {label("agent", one.name)});
    }
  }
}

void add_requests(families& to, const agent_list& agents) {
  family pings(to, "arena_connect_pings_total", "Pings by what came of them.", MetricType::Counter);
  family polls(to, "arena_connect_polls_total", "Polls by what came of them.", MetricType::Counter);
  for (const auto& one : agents) {
    const auto add = [&one](family& into, const char* outcome, std::uint64_t count) {
      into.add(number(count), {label("agent", one.name), label("outcome", outcome)});
    };
    add(pings, "answered", one.counts.pings_answered);
    add(pings, "failed", one.counts.pings_failed);
    add(polls, "answered", one.counts.polls_answered);
    add(polls, "failed", one.counts.polls_failed);
  }
}

// Every outcome from the beginning on, so that a first one shows as an increase.
void add_bouts(families& to, const view& of, const agent_list& agents) {
  static constexpr std::array<bout_state, 7> outcomes = {
      bout_state::judged,    bout_state::rejected, bout_state::failed, bout_state::timed_out,
      bout_state::cancelled, bout_state::refused,  bout_state::skipped};
  family ended(to, "arena_connect_bouts_total", "Bouts that have ended, by outcome.", MetricType::Counter);
  for (const auto& one : agents) {
    for (const auto outcome : outcomes) {
      const auto found = one.counts.bouts.find(outcome);
      ended.add(found == one.counts.bouts.end() ? 0 : number(found->second),
                {label("agent", one.name), label("outcome", to_string(outcome))});
    }
  }
  static constexpr std::array<bout_state, 5> stages = {bout_state::seen, bout_state::opening,
                                                       bout_state::running, bout_state::submitting,
                                                       bout_state::submitted};
  const auto all = of.at_work();
  family at_work(to, "arena_connect_bouts", "Bouts at work, by state.", MetricType::Gauge);
  for (const auto stage : stages) {
    const auto count =
        std::ranges::count(all, stage, [](const bout_state_now& bout) { return bout.record.state; });
    at_work.add(static_cast<double>(count), {label("state", to_string(stage))});
  }
  const auto runners = std::ranges::count(all, true, &bout_state_now::has_runner);
  family(to, "arena_connect_runners", "Agents that run now, each behind its arena-runner.", MetricType::Gauge)
      .add(static_cast<double>(runners));
}

void add_events(families& to, const agent_list& agents) {
  family produced(to, "arena_connect_events_produced_total", "Events that agents and the daemon made.",
                  MetricType::Counter);
  family fates(to, "arena_connect_events_total",
               "Events by what became of them: sent, merged, or why dropped.", MetricType::Counter);
  family used(to, "arena_connect_event_window_used", "Event requests in the present window.",
              MetricType::Gauge);
  family limit(to, "arena_connect_event_window_limit", "Event requests that a window may have.",
               MetricType::Gauge);
  for (const auto& one : agents) {
    const auto& events = one.counts.events;
    produced.add(number(events.produced), {label("agent", one.name)});
    fates.add(number(events.sent), {label("agent", one.name), label("fate", "sent")});
    fates.add(number(events.merged), {label("agent", one.name), label("fate", "merged")});
    for (const auto& [reason, count] : events.dropped) {
      fates.add(number(count), {label("agent", one.name), label("fate", reason)});
    }
    used.add(one.window_used, {label("agent", one.name)});
    limit.add(one.window_limit, {label("agent", one.name)});
  }
}

// The kinds do not overlap, so that their sum is one of tokens.
void add_usage(families& to, const agent_list& agents) {
  family tokens(to, "arena_connect_agent_tokens_total",
                "Tokens that runs of the agent used by their own account; input without what was cached.",
                MetricType::Counter);
  family cost(to, "arena_connect_agent_cost_usd_total",
              "US dollars that runs of the agent cost by their own account.", MetricType::Counter);
  for (const auto& one : agents) {
    const auto& used = one.counts.usage;
    const auto cached = std::min(used.cached_input_tokens, used.input_tokens);
    tokens.add(number(used.input_tokens - cached), {label("agent", one.name), label("kind", "input")});
    tokens.add(number(cached), {label("agent", one.name), label("kind", "cached_input")});
    tokens.add(number(used.output_tokens), {label("agent", one.name), label("kind", "output")});
    cost.add(used.cost_usd.value_or(0), {label("agent", one.name)});
  }
}

void add_latencies(families& to, const meters& measured) {
  {
    family calls(
        to, "arena_connect_request_duration_seconds",
        "Calls of the arena by endpoint and status, from asking for a connection to the whole answer.",
        MetricType::Histogram);
    for (const auto& [which, times] : measured.calls) {
      calls.add(times, {label("endpoint", which.first), label("status", which.second)});
    }
  }
  {
    family late(to, "arena_connect_tick_lateness_seconds", "How late pings and polls were begun.",
                MetricType::Histogram);
    late.add(measured.ping_lateness, {label("loop", "ping")});
    late.add(measured.poll_lateness, {label("loop", "poll")});
  }
  {
    family worst(to, "arena_connect_tick_lateness_worst_seconds", "The most that a ping or poll was late.",
                 MetricType::Gauge);
    worst.add(measured.ping_lateness.longest(), {label("loop", "ping")});
    worst.add(measured.poll_lateness.longest(), {label("loop", "poll")});
  }
  family journal(to, "arena_connect_journal_duration_seconds",
                 "What was asked of the journal, the wait for its thread included.", MetricType::Histogram);
  journal.add(measured.journal_reads, {label("operation", "read")});
  journal.add(measured.journal_writes, {label("operation", "write")});
}

// The names that every Prometheus client has for these.
void add_process(families& to, const process_figures& own) {
  family(to, "process_cpu_seconds_total", "User and system CPU time spent, in seconds.", MetricType::Counter)
      .add(own.cpu_seconds);
  family(to, "process_resident_memory_bytes", "Resident memory size, in bytes.", MetricType::Gauge)
      .add(number(own.resident_bytes));
  family(to, "process_virtual_memory_bytes", "Virtual memory size, in bytes.", MetricType::Gauge)
      .add(number(own.virtual_bytes));
  family(to, "process_open_fds", "Number of open file descriptors.", MetricType::Gauge)
      .add(number(own.open_descriptors));
  family(to, "process_max_fds", "Maximum number of open file descriptors.", MetricType::Gauge)
      .add(number(own.most_descriptors));
  family(to, "process_threads", "Number of threads of the process.", MetricType::Gauge)
      .add(number(own.threads));
  family(to, "process_start_time_seconds", "When the process started, in seconds since the epoch.",
         MetricType::Gauge)
      .add(seconds(own.started_at));
}

}  // namespace

std::string metrics_text(const view& of) {
  families all;
  const auto agents = of.agents();
  add_daemon(all, of, agents);
  add_presence(all, agents);
  add_requests(all, agents);
  add_bouts(all, of, agents);
  add_events(all, agents);
  add_usage(all, agents);
  add_latencies(all, of.measured());
  add_process(all, of.process());
  return prometheus::TextSerializer().Serialize(all);
}

}  // namespace arena::control
