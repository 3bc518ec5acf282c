// Patterns for files of the working directory (CONFIG.md, submit.files): "src/**/*.py". Pure.
#pragma once

#include <string_view>

namespace arena {

// `*` is any text within one part of the path, `?` one character of it, `**` as a whole part any number of
// parts, none included; all else is itself. A name that begins with a dot is matched like any other. Takes
// at most pattern times path steps, whatever the pattern.
bool matches_pattern(std::string_view path, std::string_view pattern);

}  // namespace arena
