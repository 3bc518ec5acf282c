// What people call a variable with a secret in it.
#pragma once

#include <string_view>

namespace arena::config {

// "MY_API_KEY", "db_password": one of the usual words is in it. Of variables that nobody has called secret
// only these are taken for secrets: all values would blank out ordinary words.
bool sounds_secret(std::string_view name) noexcept;

}  // namespace arena::config
