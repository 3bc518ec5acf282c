#include "sandbox/http_message.hpp"

#include <boost/url/parse_query.hpp>

namespace arena::sandbox {

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

}  // namespace arena::sandbox
