// A request taken apart: its path and its parameters.
#pragma once

#include "core/base/error.hpp"
#include "httpd/message.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arena::control {

using parameters = std::map<std::string, std::string, std::less<>>;

struct call {
  std::string method;
  std::vector<std::string> path;  // its segments; none for what does not begin with "/"
  parameters query;
  std::string body;
};

call take_apart(httpd::request in);

// Empty when it is not given.
std::string value_of(const parameters& query, std::string_view name);
std::optional<std::string> text_of(const parameters& query, std::string_view name);
// Nothing when it is not given; errc::invalid when it is no whole number from 0 to `most`.
bouts::result<std::optional<std::size_t>> count_of(const parameters& query, std::string_view name,
                                                   std::size_t most);
// Given, and neither "0" nor "false".
bool is_given(const parameters& query, std::string_view name);

}  // namespace arena::control
