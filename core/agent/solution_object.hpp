// A solution from the fields of a JSON object: the form that submission lines, the solution file and an
// answer printed as JSON have in common.
//
// Pure; safe to call concurrently.
#pragma once

#include "core/wire/models.hpp"

#include <optional>
#include <string_view>

namespace arena {

namespace json {
class object_reader;
}

// The content is the first of `content`, `submission_text` and `submission` that is there; when it is not a
// text, its JSON. Files without a path or a text are left out. Nothing when the object has none of the three
// and no file.
std::optional<bouts::solution> solution_of(json::object_reader& object);

// Nothing but white space, and no file: not an answer.
bool is_blank(const bouts::solution& answer) noexcept;

// The object that stands at the end of `text`, from the beginning of a line on: an answer that was printed as
// JSON over many lines, or after lines of a log. Empty when the text ends in anything else.
std::string_view trailing_object(std::string_view text) noexcept;

}  // namespace arena
