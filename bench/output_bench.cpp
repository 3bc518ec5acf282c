// How fast an agent's output is read, against the least that anybody has to do with the same bytes:
// simdjson's own pass over lines that are events, memchr over those that are not. bench/output.py runs this
// and compares.

#include "bench/samples.hpp"
#include "core/agent/output.hpp"
#include "core/redact/redactor.hpp"
#include "core/relay/outbox.hpp"

#include <benchmark/benchmark.h>
#include <simdjson.h>

#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <memory>

namespace arena {
namespace {

namespace ondemand = simdjson::ondemand;

constexpr std::size_t corpus_bytes = 16 * 1024 * 1024;  // more than the processor's caches hold
constexpr std::size_t portion = 64 * 1024;              // as output_follower reads
constexpr bouts::wall_time noon{std::chrono::hours(492'444)};

enum class lines { with_short_events, with_long_events };

const std::string& events(const benchmark::State& state) {
  static const std::string brief = bench::short_event_lines(corpus_bytes);
  static const std::string wordy = bench::long_event_lines(corpus_bytes);
  return state.range(0) == static_cast<int>(lines::with_short_events) ? brief : wordy;
}
const std::string& plain() {
  static const std::string text = bench::plain_lines(corpus_bytes);
  return text;
}

void count_bytes(benchmark::State& state, std::size_t bytes) {
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * bytes));
}

void with_both_lengths(benchmark::internal::Benchmark* one) {
  one->Arg(static_cast<int>(lines::with_short_events))->Arg(static_cast<int>(lines::with_long_events));
}

void feed(output_reader& reader, std::string_view text) {
  for (std::size_t at = 0; at < text.size(); at += portion) {
    reader.feed(agent_stream::out, text.substr(at, portion), noon);
  }
}

template <class OnLine>
void each_line(std::string_view text, OnLine on_line) {
  while (!text.empty()) {
    const auto* end = static_cast<const char*>(std::memchr(text.data(), '\n', text.size()));
    const auto length = end == nullptr ? text.size() : static_cast<std::size_t>(end - text.data());
    on_line(text.substr(0, length));
    text.remove_prefix(std::min(length + 1, text.size()));
  }
}

// Every field is looked at, its text unescaped: less would not know what the line says.
std::size_t read_fields(ondemand::parser& parser, std::string_view line) {
  std::size_t read = 0;
  ondemand::document document;
  ondemand::object object;
  // The corpus goes on behind the line, so that is its padding.
  if (parser.iterate(line, line.size() + simdjson::SIMDJSON_PADDING).get(document) != simdjson::SUCCESS ||
      document.get_object().get(object) != simdjson::SUCCESS) {
    return 0;
  }
  for (auto field : object) {
    std::string_view name;
    std::string_view text;
    double number = 0;
    if (field.unescaped_key().get(name) == simdjson::SUCCESS) {
      read += name.size();
    }
    ondemand::value value = field.value();
    if (value.type() == ondemand::json_type::string && value.get_string().get(text) == simdjson::SUCCESS) {
      read += text.size();
    } else if (value.type() == ondemand::json_type::number &&
               value.get_double().get(number) == simdjson::SUCCESS) {
      read += number > 0 ? 1 : 0;
    }
  }
  return read;
}

void events_simdjson(benchmark::State& state) {
  std::string text = events(state);
  text.reserve(text.size() + simdjson::SIMDJSON_PADDING);
  ondemand::parser parser;
  for (auto _ : state) {
    std::size_t read = 0;
    each_line(text, [&](std::string_view line) { read += read_fields(parser, line); });
    benchmark::DoNotOptimize(read);
  }
  count_bytes(state, text.size());
}
BENCHMARK(events_simdjson)->Apply(with_both_lengths);

void events_reader(benchmark::State& state) {
  std::size_t read = 0;
  output_reader reader([&](const bouts::event_view& event) { read += event.texts[0] ? 1 : 0; });
  for (auto _ : state) {
    feed(reader, events(state));
  }
  benchmark::DoNotOptimize(read);
  count_bytes(state, events(state).size());
}
BENCHMARK(events_reader)->Apply(with_both_lengths);

// An outbox that takes what an agent prints; nothing is sent, as between two places of the window.
struct open_outbox {
  bouts::entry_id stream = *bouts::entry_id::parse("0b9a7bd4-6c1f-4d3a-9f31-9d5cb1c0a001");
  outbox box{outbox_options{}};
  mono_time now{std::chrono::hours(1)};

  open_outbox() {
    box.open(stream, *bouts::challenge_id::parse("0b9a7bd4-6c1f-4d3a-9f31-9d5cb1c0a002"), std::nullopt);
  }

  void take(const redacted_event& event) {
    now += std::chrono::microseconds(100);
    box.push(stream, event, now);
  }
};

// Splitter, parser and outbox. Redaction has a bound of its own: here each event was redacted before. They
// are few enough to stay in the processor's cache, where the redactor leaves an event that it has just made.
void events_outbox(benchmark::State& state) {
  constexpr std::size_t kinds = 20;
  std::vector<redacted_event> redacted;
  {
    const redactor redact;
    output_reader reader([&](const bouts::event_view& event) {
      if (redacted.size() < kinds) {
        redacted.push_back(redact.event(event));
      }
    });
    feed(reader, std::string_view(events(state)).substr(0, portion));
  }
  open_outbox out;
  std::size_t next = 0;
  output_reader reader([&](const bouts::event_view&) {
    out.take(redacted[next]);
    next = next + 1 == redacted.size() ? 0 : next + 1;
  });
  for (auto _ : state) {
    feed(reader, events(state));
  }
  count_bytes(state, events(state).size());
}
BENCHMARK(events_outbox)->Apply(with_both_lengths);

void events_all_the_way(benchmark::State& state) {
  const redactor redact;
  open_outbox out;
  output_reader reader([&](const bouts::event_view& event) { out.take(redact.event(event)); });
  const auto text = std::string_view(events(state)).substr(0, corpus_bytes / 8);
  for (auto _ : state) {
    feed(reader, text);
  }
  count_bytes(state, text.size());
}
BENCHMARK(events_all_the_way)->Apply(with_both_lengths);

void plain_memchr(benchmark::State& state) {
  for (auto _ : state) {
    std::size_t lines = 0;
    each_line(plain(), [&](std::string_view line) {
      benchmark::DoNotOptimize(line);
      ++lines;
    });
    benchmark::DoNotOptimize(lines);
  }
  count_bytes(state, plain().size());
}
BENCHMARK(plain_memchr);

void plain_reader(benchmark::State& state) {
  output_reader reader([](const bouts::event_view&) {});
  for (auto _ : state) {
    feed(reader, plain());
  }
  count_bytes(state, plain().size());
}
BENCHMARK(plain_reader);

void redact_texts(benchmark::State& state) {
  const redactor redact(
      {bouts::secret("sk-test-0123456789abcdef0123456789"), bouts::secret("hunter2hunter2")});
  const auto length = static_cast<std::size_t>(state.range(0));
  const auto text = std::string_view(plain()).substr(0, 256 * 1024);
  std::size_t changed = 0;
  for (auto _ : state) {
    for (std::size_t at = 0; at + length <= text.size(); at += length) {
      changed += redact.text(text.substr(at, length)).size() == length ? 0 : 1;
    }
  }
  if (changed > 0) {
    state.SkipWithError("the text is to be without secrets");
  }
  count_bytes(state, text.size() / length * length);
}
BENCHMARK(redact_texts)->Arg(100)->Arg(2000)->Arg(16'000);

std::size_t resident_kib() {
  std::size_t total = 0;
  std::size_t resident = 0;
  std::ifstream("/proc/self/statm") >> total >> resident;
  return resident * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE)) / 1024;
}

// How much more memory is in use after half a gigabyte of each kind of line than after the first 32 MiB.
void memory(benchmark::State& state) {
  for (auto _ : state) {
    const auto redacted = redactor().event(
        bouts::agent_event{.type = bouts::event_type::tool_call, .summary = std::string(500, 'x')});
    open_outbox out;
    output_reader reader([&](const bouts::event_view&) { out.take(redacted); });
    std::size_t before = 0;
    for (int round = 0; round < 32; ++round) {
      feed(reader, events(state));
      feed(reader, plain());
      before = round == 0 ? resident_kib() : before;
    }
    const auto after = resident_kib();
    state.counters["growth_kib"] = after > before ? static_cast<double>(after - before) : 0;
  }
}
BENCHMARK(memory)->Arg(0)->Iterations(1)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace arena

BENCHMARK_MAIN();
