// Answers of the arena on the terminal: as JSON with the names of API.md, or as text for a person.
#pragma once

#include "cli/command.hpp"
#include "cli/exit_code.hpp"
#include "core/wire/models.hpp"

#include <string>

namespace bouts::cli {

// One JSON document on one line. What is not there is null.
std::string to_json(const ping_reply& value);
std::string to_json(const challenge& value);
std::string to_json(const page<challenge>& value);
std::string to_json(const opened_session& value);
std::string to_json(const session& value);
std::string to_json(const submission& value);
std::string to_json(const breakdown& value);
std::string to_json(const match_result& value);

// Lines, without a line feed at the end. Controls in the arena's texts are escaped.
std::string to_text(const ping_reply& value);
std::string to_text(const challenge& value);
std::string to_text(const page<challenge>& value);
std::string to_text(const opened_session& value);
std::string to_text(const session& value);
std::string to_text(const submission& value);
std::string to_text(const breakdown& value);
std::string to_text(const match_result& value);

template <class T>
result<int> show(context& with, const result<T>& answer) {
  if (!answer) {
    return std::unexpected(answer.error());
  }
  with.out << (with.json ? to_json(*answer) : to_text(*answer)) << '\n';
  return exit_ok;
}

}  // namespace bouts::cli
