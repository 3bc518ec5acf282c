// Where the keys come from: a flag that names a file, else the environment, else what `bouts login` stored.
#pragma once

#include "cli/console.hpp"
#include "core/base/error.hpp"
#include "core/base/secret.hpp"

#include <filesystem>
#include <string>

namespace bouts::cli {

struct found_key {
  secret key;          // empty: none was found
  std::string source;  // for people: "BOUTS_API_KEY", "/home/me/.config/bouts/token"; empty without a key
};

struct found_keys {
  found_key token;
  found_key agent_key;
};

// errc::io when a file that was named cannot be read, errc::config when a stored one can be read by others.
result<found_keys> find_keys(const console& here);

// Without white space around it. errc::io when it cannot be read, errc::config when nothing is in it.
result<secret> read_key_file(const std::string& path);

// What is stored, each in a file of its own.
enum class stored { token, sandbox_token, agent_key };
std::filesystem::path stored_file(const environment& from, stored which);

// Stores the key in a file of mode 0600, in a directory of mode 0700 that is made where it is missing. The
// file is replaced as a whole. errc::config without a home directory, errc::io.
status store_key(const environment& from, stored which, const secret& key);
// False when there was none.
result<bool> forget_key(const environment& from, stored which);

}  // namespace bouts::cli
