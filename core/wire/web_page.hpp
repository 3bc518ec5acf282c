// The little that is wanted of a web page that came where JSON was expected. Private to this room.
#pragma once

#include <string>
#include <string_view>

namespace bouts::wire {

// The page's <title>, else its first <h1>: without tags, entities resolved, white space folded to single
// spaces. Empty when the body is not a web page or has neither. Takes any bytes; looks at the first 64 KiB
// only.
std::string web_page_title(std::string_view body);

}  // namespace bouts::wire
