// How fast the streams of coding agents are read, against simdjson's own pass over the same lines that looks
// at every value at every depth: less would not know what a line says. bench/output.py runs this and
// compares.

#include "core/agent/output.hpp"

#include <benchmark/benchmark.h>
#include <simdjson.h>

#include <algorithm>
#include <fstream>
#include <string>
#include <string_view>

namespace arena {
namespace {

namespace ondemand = simdjson::ondemand;

constexpr std::size_t corpus_bytes = 8 * 1024 * 1024;
constexpr std::size_t portion = 64 * 1024;  // as output_follower reads
constexpr bouts::wall_time noon{std::chrono::hours(492'444)};

// What one run of the program prints: one that ends well, as most of a run is like it.
std::string run_of(std::string_view name) {
  std::string once;
  std::ifstream in(std::string(STREAMS "/") + std::string(name) + "-success.replay");
  for (std::string line; std::getline(in, line);) {
    once += line.starts_with('#') ? "" : line + "\n";  // a stage direction
  }
  return once;
}

// That, over and over, as a long run.
std::string stream_of(std::string_view name) {
  const auto once = run_of(name);
  std::string all;
  while (!once.empty() && all.size() < corpus_bytes) {
    all += once;
  }
  return all + std::string(simdjson::SIMDJSON_PADDING, '\n');
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

std::size_t parse_line(ondemand::parser& parser, const char* line, std::size_t length) {
  ondemand::document document;
  ondemand::object object;
  // The corpus goes on behind the line, so that is its padding; behind the last line there are empty ones.
  const bool is_object =
      parser.iterate(line, length, length + simdjson::SIMDJSON_PADDING).get(document) == simdjson::SUCCESS &&
      document.get_object().get(object) == simdjson::SUCCESS;
  return is_object ? read_object(object) : 0;
}

std::size_t read_bare(std::string_view text) {
  ondemand::parser parser;
  std::size_t read = 0;
  while (!text.empty()) {
    const auto length = std::min(text.find('\n'), text.size());
    read += length > 0 ? parse_line(parser, text.data(), length) : 0;
    text.remove_prefix(std::min(length + 1, text.size()));
  }
  return read;
}

std::size_t read_by_dialect(std::string_view text, dialect_kind kind) {
  std::size_t events = 0;
  output_reader reader([&](const bouts::event_view&) { ++events; }, make_dialect(kind, "/w"));
  for (std::size_t at = 0; at < text.size(); at += portion) {
    reader.feed(agent_stream::out, text.substr(at, portion), noon);
  }
  return events;
}

template <class Read>
void add(const std::string& name, std::string_view of, Read read) {
  benchmark::RegisterBenchmark(name.c_str(), [text = stream_of(of), read](benchmark::State& state) {
    for (auto _ : state) {
      benchmark::DoNotOptimize(read(text));
    }
    state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * text.size()));
  });
}

void add_all() {
  for (const auto& one : all_dialects) {
    const auto read = [kind = one.kind](std::string_view text) { return read_by_dialect(text, kind); };
    if (one.kind == dialect_kind::openclaw) {
      continue;  // one document in all, at the end of a run: there is nothing to keep up with
    }
    if (one.kind != dialect_kind::aider) {  // it prints no JSON
      add("simdjson/" + std::string(one.name), one.name, read_bare);
    }
    add("dialect/" + std::string(one.name), one.name, read);
  }
}

// For callgrind, whose count of instructions no other work of the machine disturbs: the corpus once, by
// "simdjson" or "dialect".
int read_once(std::string_view way, std::string_view name) {
  const auto kind = parse_dialect_kind(name);
  if (!kind || (way != "simdjson" && way != "dialect")) {
    return 2;
  }
  const auto text = stream_of(name);
  benchmark::DoNotOptimize(way == "dialect" ? read_by_dialect(text, *kind) : read_bare(text));
  return 0;
}

}  // namespace
}  // namespace arena

int main(int argc, char** argv) {
  if (argc == 4 && std::string_view(argv[1]) == "once") {
    return arena::read_once(argv[2], argv[3]);
  }
  arena::add_all();
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
