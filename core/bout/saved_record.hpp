// A bout's record as text and back, for the journal and for the run directory.
#pragma once

#include "core/base/error.hpp"
#include "core/bout/record.hpp"

#include <string>
#include <string_view>

namespace arena {

std::string save_record(const bout_record& record);
// errc::bad_answer when the text is none of ours.
bouts::result<bout_record> load_record(std::string_view text);

}  // namespace arena
