#include "daemon/test_challenge.hpp"

#include "config/load.hpp"
#include "daemon/files.hpp"

#include <boost/json.hpp>

#include <filesystem>

namespace arena {

namespace json = boost::json;
using bouts::errc;
using bouts::fail;

namespace {

constexpr std::size_t largest_file = 1024 * 1024;
constexpr std::chrono::minutes made_up_limit{5};
constexpr int longest_minutes = 30 * 24 * 60;

bouts::challenge made_up() {
  bouts::challenge of;
  of.title = "A made-up challenge";
  of.description =
      "Write a function that returns the n-th Fibonacci number, with a test. This challenge was made up by "
      "`arena-connect test`; the answer goes nowhere.";
  of.category = "algorithms";
  of.format = "sprint";
  of.time_limit = made_up_limit;
  return of;
}

bouts::status take_text(const json::object& from, std::string_view key, std::string& into) {
  const auto* found = from.if_contains(key);
  if (found == nullptr || found->is_null()) {
    return {};
  }
  if (!found->is_string()) {
    return fail(errc::invalid, "'" + std::string(key) + "' is not a text");
  }
  into = std::string(found->get_string());
  return {};
}

bouts::status take_limit(const json::object& from, std::optional<std::chrono::minutes>& into) {
  const auto* found = from.if_contains("time_limit_minutes");
  if (found == nullptr || found->is_null()) {
    return {};
  }
  const auto* minutes = found->if_int64();
  if (minutes == nullptr || *minutes < 1 || *minutes > longest_minutes) {
    return fail(errc::invalid,
                "'time_limit_minutes' is not a whole number from 1 to " + std::to_string(longest_minutes));
  }
  into = std::chrono::minutes(*minutes);
  return {};
}

}  // namespace

bouts::result<bouts::challenge> parse_challenge_file(std::string_view text) {
  json::error_code failed;
  const auto value = json::parse(text, failed);
  const auto* object = failed ? nullptr : value.if_object();
  if (object == nullptr) {
    return fail(errc::invalid, failed ? "it is not JSON: " + failed.message() : "it is not a JSON object");
  }
  bouts::challenge read;
  read.time_limit = made_up_limit;
  for (const auto& [key, into] :
       {std::pair{"title", &read.title}, std::pair{"description", &read.description},
        std::pair{"prompt", &read.prompt}, std::pair{"category", &read.category},
        std::pair{"format", &read.format}}) {
    if (auto taken = take_text(*object, key, *into); !taken) {
      return std::unexpected(taken.error());
    }
  }
  if (auto taken = take_limit(*object, read.time_limit); !taken) {
    return std::unexpected(taken.error());
  }
  if (read.title.empty() && read.description.empty() && read.prompt.empty()) {
    return fail(errc::invalid, "it has neither title nor description nor prompt");
  }
  if (read.title.empty()) {
    read.title = "A challenge from a file";
  }
  if (read.description.empty()) {
    read.description = read.prompt;
  }
  return read;
}

bouts::result<std::optional<bouts::milliseconds>> test_time(const test_options& options) {
  if (!options.timeout) {
    return std::nullopt;
  }
  const auto time = config::parse_duration(*options.timeout);
  if (!time || *time <= bouts::milliseconds(0)) {
    return fail(errc::invalid,
                "--timeout: expected a duration such as 90s or 10m, found '" + *options.timeout + "'");
  }
  return time;
}

bouts::result<bouts::challenge> challenge_to_test(const test_options& options) {
  if (!options.challenge_file) {
    return made_up();
  }
  std::error_code ec;
  const auto real = std::filesystem::canonical(*options.challenge_file, ec);
  const auto text =
      ec ? bouts::result<std::optional<std::string>>(std::nullopt) : read_file(real, largest_file);
  if (!text || !*text) {
    return fail(errc::invalid, *options.challenge_file + ": the challenge cannot be read" +
                                   (text ? "" : ": " + text.error().message));
  }
  auto read = parse_challenge_file(**text);
  return read ? std::move(read) : fail(errc::invalid, *options.challenge_file + ": " + read.error().message);
}

}  // namespace arena
