// The configuration's form as a JSON Schema (draft 7), for editors: they complete keys and mark mistakes
// while a file is written. It follows from the tables that files are read by. What only reading can tell
// (rules between keys, forms of keys and URLs, softer limits against a loopback arena) is not in it.
#pragma once

#include <string>

namespace arena::config {

// Indented, with a line feed at the end. The file config/config.schema.json is this text.
std::string json_schema();

}  // namespace arena::config
