#include "config/references.hpp"

#include "config/paths.hpp"
#include "config/problems.hpp"
#include "config/secret_names.hpp"
#include "core/base/ids.hpp"
#include "core/base/text.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace arena::config {

namespace {

constexpr std::size_t max_variable_name = 256;
constexpr std::string_view file_scheme = "file:";
constexpr std::string_view credential_scheme = "credential:";
constexpr std::array<std::string_view, 2> schemes = {file_scheme, credential_scheme};

// What stands between "${" and "}".
std::expected<std::string, std::string> look_up(std::string_view inner,
                                                const std::map<std::string, std::string>& environment) {
  const auto mark = inner.find(":-");
  const auto name = inner.substr(0, mark);
  if (!is_variable_name(name)) {
    return std::unexpected("${" + bouts::printable(without_secrets(inner), 40) +
                           "} names no environment variable; write $$ for a single '$'");
  }
  const auto found = environment.find(std::string(name));
  const bool has_default = mark != std::string_view::npos;
  if (has_default && (found == environment.end() || found->second.empty())) {
    return std::string(inner.substr(mark + 2));
  }
  if (found == environment.end()) {
    return std::unexpected("the environment variable " + std::string(name) + " is not set");
  }
  return found->second;
}

std::expected<referred_text, std::string> read_named(const std::string& what, const std::string& path,
                                                     const surroundings& around) {
  const auto text = around.read_file ? around.read_file(path) : std::nullopt;
  if (!text) {
    return std::unexpected(what + " cannot be read");
  }
  const auto trimmed = bouts::trim(*text);
  if (trimmed.empty()) {
    return std::unexpected(what + " is empty");
  }
  return referred_text{.text = std::string(trimmed), .file = path};
}

}  // namespace

bool is_variable_name(std::string_view text) noexcept {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  return !text.empty() && text.size() <= max_variable_name && letter(text.front()) &&
         std::ranges::all_of(text, [&](char c) { return letter(c) || digit(c); });
}

std::expected<std::string, std::string> expand(std::string_view text,
                                               const std::map<std::string, std::string>& environment) {
  std::string done;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '$' || i + 1 >= text.size() || (text[i + 1] != '$' && text[i + 1] != '{')) {
      done += text[i];
      continue;
    }
    if (text[i + 1] == '$') {
      done += '$';
      ++i;
      continue;
    }
    const auto end = text.find('}', i);
    if (end == std::string_view::npos) {
      return std::unexpected(std::string("a '${' is not closed; write $$ for a single '$'"));
    }
    auto part = look_up(text.substr(i + 2, end - i - 2), environment);
    if (!part) {
      return std::unexpected(std::move(part.error()));
    }
    done += *part;
    i = end;
  }
  return done;
}

bool refers_to_secret(std::string_view text) noexcept {
  for (auto at = text.find("${"); at != std::string_view::npos; at = text.find("${", at + 2)) {
    const bool doubled = at > 0 && text[at - 1] == '$';
    if (!doubled && sounds_secret(text.substr(at + 2, text.find_first_of(":}", at) - at - 2))) {
      return true;
    }
  }
  return false;
}

bool is_reference(std::string_view text) noexcept {
  return std::ranges::any_of(schemes, [text](std::string_view scheme) {
    return text.starts_with(scheme) && !text.substr(scheme.size()).starts_with(':');
  });
}

std::expected<referred_text, std::string> follow_reference(std::string_view text,
                                                           const std::string& directory,
                                                           const surroundings& around) {
  if (!is_reference(text)) {
    const bool escaped =
        std::ranges::any_of(schemes, [text](std::string_view scheme) { return text.starts_with(scheme); });
    std::string plain(text);
    return referred_text{.text = escaped ? plain.erase(plain.find(':'), 1) : plain, .file = {}};
  }
  if (text.starts_with(file_scheme)) {
    const auto path = absolute_path(directory, text.substr(file_scheme.size()));
    return read_named("the file " + shown(path), path, around);
  }
  const auto name = text.substr(credential_scheme.size());
  if (!bouts::is_safe_id(name)) {
    return std::unexpected(shown(name) + " is no name of a credential");
  }
  const auto home = around.environment.find("CREDENTIALS_DIRECTORY");
  if (home == around.environment.end() || home->second.empty()) {
    return std::unexpected(
        std::string("credentials need CREDENTIALS_DIRECTORY, which systemd sets for LoadCredential="));
  }
  return read_named("the credential " + shown(name), absolute_path(home->second, name), around);
}

}  // namespace arena::config
