#include "httpd/message.hpp"

#include "httpd/headers.hpp"

#include <boost/url/parse_query.hpp>

#include <algorithm>

namespace arena::httpd {

namespace {

char lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

}  // namespace

std::string_view value_of(const std::vector<header>& headers, std::string_view name) noexcept {
  const auto found = std::ranges::find_if(
      headers, [name](const header& one) { return std::ranges::equal(one.name, name, {}, lower, lower); });
  return found == headers.end() ? std::string_view() : std::string_view(found->value);
}

std::string_view request::header_value(std::string_view name) const noexcept {
  return value_of(headers, name);
}

target_parts split_target(std::string_view target) {
  target = target.substr(0, target.find('#'));
  const auto mark = target.find('?');
  if (mark == std::string_view::npos) {
    return {std::string(target), {}};
  }
  return {std::string(target.substr(0, mark)), std::string(target.substr(mark + 1))};
}

std::map<std::string, std::string, std::less<>> query_parameters(std::string_view query) {
  std::map<std::string, std::string, std::less<>> found;
  const auto parsed = boost::urls::parse_query({query.data(), query.size()});
  if (!parsed) {
    return found;
  }
  for (const auto& parameter : boost::urls::params_view(*parsed)) {
    found.emplace(std::string(parameter.key), std::string(parameter.value));
  }
  return found;
}

}  // namespace arena::httpd
