#include "cli/solution_input.hpp"

#include "core/base/limits.hpp"
#include "core/base/text.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace bouts::cli {

namespace {

// One byte more than the arena takes tells that there is too much.
std::string read_up_to(std::istream& from, std::size_t limit) {
  std::string text(limit + 1, '\0');
  from.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(from.gcount()));
  return text;
}

// errc::io, too_large, invalid: as read_content() has them, but the text may be empty.
result<std::string> read_text(const std::string& name, std::istream& from, std::size_t limit) {
  std::string text = from ? read_up_to(from, limit) : std::string();
  if (!from && !from.eof()) {
    return fail(errc::io, name + " cannot be read: " + std::strerror(errno));
  }
  if (text.size() > limit) {
    return fail(errc::too_large,
                name + " is larger than the " + std::to_string(limit) + " bytes that the arena takes");
  }
  if (!is_valid_utf8(text) || text.find('\0') != std::string::npos) {
    return fail(errc::invalid, name + " is not UTF-8 text");
  }
  return text;
}

result<solution_file> read_attached(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  auto text = read_text(path, file, limits::request_body_bytes);
  if (!text) {
    return std::unexpected(std::move(text.error()));
  }
  const std::filesystem::path normal = std::filesystem::path(path).lexically_normal();
  const bool is_inside = normal.is_relative() && *normal.begin() != "..";
  const std::string name = is_inside ? normal.generic_string() : normal.filename().string();
  return solution_file{.path = name, .content = *std::move(text), .language = std::nullopt};
}

}  // namespace

result<std::string> read_content(const std::string& path, std::istream& in) {
  const bool from_stream = path.empty() || path == "-";
  const std::string name = from_stream ? "standard input" : path;
  std::ifstream file;
  if (!from_stream) {
    file.open(path, std::ios::binary);
  }
  auto text = read_text(name, from_stream ? in : file, limits::content_bytes);
  if (text && text->empty()) {
    return fail(errc::invalid, name + " is empty; a solution has at least one character");
  }
  return text;
}

result<solution> read_solution(const console& here, const values& given) {
  if (given.has("--content") && given.has("--file")) {
    return fail(errc::invalid, "the content is given by --content or by --file, not by both");
  }
  std::istringstream typed(given.text("--content"));
  auto content =
      given.has("--content") ? read_content("", typed) : read_content(given.text("--file"), here.with.in);
  if (!content) {
    return std::unexpected(std::move(content.error()));
  }
  solution made{.content = *std::move(content), .files = {}};
  for (const std::string& path : given.all("--attach")) {
    auto file = read_attached(path);
    if (!file) {
      return std::unexpected(std::move(file.error()));
    }
    made.files.push_back(*std::move(file));
  }
  return made;
}

std::vector<parameter> solution_parameters() {
  return {{.name = "--file",
           .value = "FILE",
           .help = "The solution's text; without it, or as -, standard input",
           .takes = takes::file},
          {.name = "--content", .value = "TEXT", .help = "The solution's text itself"},
          {.name = "--attach",
           .value = "FILE",
           .help = "A file beside it; may be given more than once",
           .takes = takes::file,
           .many = true}};
}

}  // namespace bouts::cli
