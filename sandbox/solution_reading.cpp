#include "core/base/limits.hpp"
#include "core/base/text.hpp"
#include "sandbox/json_reading.hpp"
#include "sandbox/submissions.hpp"

#include <boost/json/array.hpp>

namespace arena::sandbox {

namespace json = boost::json;

namespace {

using problems = std::vector<std::string>;

void check_content(const json::object& body, problems& found) {
  const auto content = text_at(body, "content");
  if (!content) {
    found.emplace_back("content: a string is required");
  } else if (content->empty()) {
    found.emplace_back("content: must not be empty");
  } else if (content->size() > bouts::limits::content_bytes ||
             bouts::utf16_length(*content) > bouts::limits::content_units) {
    found.emplace_back("content: at most 100000 characters and 100000 bytes");
  }
}

std::optional<solution_file> read_file(const json::value& item) {
  const json::object* const object = item.if_object();
  if (object == nullptr) {
    return std::nullopt;
  }
  const auto path = text_at(*object, "path");
  const auto content = text_at(*object, "content");
  const auto language = text_at(*object, "language");
  if (!path || path->empty() || !content || (!language && object->contains("language"))) {
    return std::nullopt;
  }
  solution_file file{std::string(*path), std::string(*content), std::nullopt};
  if (language) {
    file.language = std::string(*language);
  }
  return file;
}

std::vector<solution_file> read_files(const json::object& body, problems& found) {
  std::vector<solution_file> files;
  const json::value* const list = body.if_contains("files");
  if (list == nullptr) {
    return files;
  }
  if (!list->is_array()) {
    found.emplace_back("files: an array is required");
    return files;
  }
  for (const json::value& item : list->get_array()) {
    auto file = read_file(item);
    if (!file) {
      found.push_back("files." + std::to_string(files.size()) + ": path and content are required strings");
      return files;
    }
    files.push_back(*std::move(file));
  }
  return files;
}

}  // namespace

answer_or_refusal<solution> read_solution(std::string_view body) {
  const auto parsed = parse_json(body);
  if (!parsed) {
    return refuse(400, "INVALID_JSON", "Request body is not valid JSON");
  }
  const json::object* const object = parsed->if_object();
  if (object == nullptr) {
    return refuse_invalid("Request body must be an object");
  }
  problems found;
  check_content(*object, found);
  solution read;
  read.files = read_files(*object, found);
  if (!found.empty()) {
    return refuse_invalid("Request body failed validation", std::move(found));
  }
  read.content = std::string(*text_at(*object, "content"));
  return read;
}

}  // namespace arena::sandbox
