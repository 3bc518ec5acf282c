// How fast the streams of coding agents are read, against simdjson's own pass over the same lines that looks
// at every value at every depth: less would not know what a line says. bench/output.py runs this and
// compares.

#include "core/agent/output.hpp"

#include <benchmark/benchmark.h>
#include <simdjson.h>

#include <algorithm>
#include <cstring>
#include <fstream>
#include <string>

namespace arena {
namespace {

namespace ondemand = simdjson::ondemand;

constexpr std::size_t corpus_bytes = 8 * 1024 * 1024;
constexpr std::size_t portion = 64 * 1024;  // as output_follower reads
constexpr bouts::wall_time noon{std::chrono::hours(492'444)};

// A stream of the program, over and over: one that ends well, as most of a run is like it.
std::string stream_of(std::string_view name) {
  std::string once;
  std::ifstream in(std::string(STREAMS "/") + std::string(name) + "-success.replay");
  for (std::string line; std::getline(in, line);) {
    once += line.starts_with('#') ? "" : line + "\n";  // a stage direction
  }
  std::string all;
  all.reserve(corpus_bytes + once.size() + simdjson::SIMDJSON_PADDING);
  while (!once.empty() && all.size() < corpus_bytes) {
    all += once;
  }
  return all;
}

std::size_t read_value(ondemand::value value);

std::size_t read_object(ondemand::object object) {
  std::size_t read = 0;
  for (auto field : object) {
    std::string_view name;
    ondemand::value inner;
    if (field.unescaped_key().get(name) != simdjson::SUCCESS ||
        field.value().get(inner) != simdjson::SUCCESS) {
      break;
    }
    read += name.size() + read_value(inner);
  }
  return read;
}

std::size_t read_value(ondemand::value value) {
  ondemand::json_type type{};
  if (value.type().get(type) != simdjson::SUCCESS) {
    return 0;
  }
  std::size_t read = 0;
  std::string_view text;
  double number = 0;
  bool flag = false;
  ondemand::object object;
  ondemand::array array;
  if (type == ondemand::json_type::object && value.get_object().get(object) == simdjson::SUCCESS) {
    return read_object(object);
  }
  if (type == ondemand::json_type::array && value.get_array().get(array) == simdjson::SUCCESS) {
    for (auto one : array) {
      ondemand::value inner;
      read += one.get(inner) == simdjson::SUCCESS ? read_value(inner) : 0;
    }
  } else if (type == ondemand::json_type::string && value.get_string().get(text) == simdjson::SUCCESS) {
    read += text.size();
  } else if (type == ondemand::json_type::number && value.get_double().get(number) == simdjson::SUCCESS) {
    read += number > 0 ? 1 : 0;
  } else if (type == ondemand::json_type::boolean && value.get_bool().get(flag) == simdjson::SUCCESS) {
    read += flag ? 1 : 0;
  }
  return read;
}

void bare(benchmark::State& state, const std::string& text) {
  ondemand::parser parser;
  for (auto _ : state) {
    std::size_t read = 0;
    std::string_view rest = text;
    while (!rest.empty()) {
      const auto length = std::min(rest.find('\n'), rest.size());
      ondemand::document document;
      ondemand::object object;
      // The corpus goes on behind the line, so that is its padding; behind the last there is reserved room.
      if (parser.iterate(rest.data(), length, length + simdjson::SIMDJSON_PADDING).get(document) ==
              simdjson::SUCCESS &&
          document.get_object().get(object) == simdjson::SUCCESS) {
        read += read_object(object);
      }
      rest.remove_prefix(std::min(length + 1, rest.size()));
    }
    benchmark::DoNotOptimize(read);
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * text.size()));
}

void by_dialect(benchmark::State& state, const std::string& text, dialect_kind kind) {
  std::size_t events = 0;
  for (auto _ : state) {
    output_reader reader([&](const bouts::event_view&) { ++events; }, make_dialect(kind, "/w"));
    for (std::size_t at = 0; at < text.size(); at += portion) {
      reader.feed(agent_stream::out, std::string_view(text).substr(at, portion), noon);
    }
  }
  benchmark::DoNotOptimize(events);
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * text.size()));
}

void add_all() {
  // Aider prints no JSON, OpenClaw one document in all.
  for (const auto& one : all_dialects) {
    if (one.kind == dialect_kind::aider || one.kind == dialect_kind::openclaw) {
      continue;
    }
    const auto name = std::string(one.name);
    benchmark::RegisterBenchmark(("simdjson/" + name).c_str(),
                                 [text = stream_of(name)](benchmark::State& state) { bare(state, text); });
    benchmark::RegisterBenchmark(("dialect/" + name).c_str(),
                                 [text = stream_of(name), kind = one.kind](benchmark::State& state) {
                                   by_dialect(state, text, kind);
                                 });
  }
}

}  // namespace
}  // namespace arena

int main(int argc, char** argv) {
  arena::add_all();
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
