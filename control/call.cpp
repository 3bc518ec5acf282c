#include "control/call.hpp"

#include <charconv>
#include <utility>

namespace arena::control {

namespace {

std::vector<std::string> segments_of(std::string_view path) {
  std::vector<std::string> found;
  if (!path.starts_with('/')) {
    return found;
  }
  path.remove_prefix(1);
  for (std::size_t slash = 0; slash != std::string_view::npos;) {
    slash = path.find('/');
    found.emplace_back(path.substr(0, slash));
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
  }
  return found;
}

}  // namespace

call take_apart(httpd::request in) {
  const auto target = httpd::split_target(in.target);
  return {.method = std::move(in.method),
          .path = segments_of(target.path),
          .query = httpd::query_parameters(target.query),
          .body = std::move(in.body)};
}

std::string value_of(const parameters& query, std::string_view name) {
  const auto found = query.find(name);
  return found == query.end() ? std::string() : found->second;
}

std::optional<std::string> text_of(const parameters& query, std::string_view name) {
  auto text = value_of(query, name);
  return text.empty() ? std::nullopt : std::optional(std::move(text));
}

bouts::result<std::optional<std::size_t>> count_of(const parameters& query, std::string_view name,
                                                   std::size_t most) {
  const auto text = value_of(query, name);
  if (text.empty()) {
    return std::nullopt;
  }
  std::size_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc() || end != text.data() + text.size() || number > most) {
    return bouts::fail(bouts::errc::invalid,
                       std::string(name) + " must be a whole number from 0 to " + std::to_string(most));
  }
  return number;
}

bool is_given(const parameters& query, std::string_view name) {
  const auto text = value_of(query, name);
  return query.contains(name) && text != "0" && text != "false";
}

}  // namespace arena::control
