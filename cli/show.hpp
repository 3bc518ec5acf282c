// What a command has to say, on standard output: as JSON or for a person, as the options have it.
#pragma once

#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "cli/json_document.hpp"
#include "cli/text_view.hpp"

#include <string>

namespace bouts::cli {

// For things shown at `now`.
style style_of(const console& here, wall_time now);

// One JSON document on a line, or the field of it that `--field` names. errc::not_found without that field.
result<int> print_document(const console& here, const std::string& document);

template <class T>
result<int> show(context& with, const result<T>& answer) {
  if (!answer) {
    return std::unexpected(answer.error());
  }
  if (with.here.json) {
    return print_document(with.here, to_json(*answer));
  }
  with.here.with.out << to_text(*answer, style_of(with.here, with.api.server_time()));
  return exit_ok;
}

// For an answer without content: `{"id":"…","deleted":true}`, or a sentence.
result<int> show_done(context& with, const status& answer, const std::string& id, const std::string& what);

}  // namespace bouts::cli
