// `arena-connect presets`: the programs that are known by name, and what of each is here.

#include "core/wire/json_writer.hpp"
#include "daemon/commands.hpp"
#include "daemon/preset_check.hpp"
#include "daemon/start.hpp"

#include <algorithm>
#include <cstdio>

namespace arena {

namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const auto& word : words) {
    const bool bare = word.find_first_of(" {}\"'") == std::string::npos;
    all += (all.empty() ? "" : " ") + (bare ? word : "'" + word + "'");
  }
  return all;
}

std::vector<std::string> shown_command(const preset& of) {
  return command_of(of, {}, false, {.workdir = "WORKDIR", .prompt_file = "PROMPT_FILE", .seconds = 3600});
}

std::vector<std::string> missing(const preset& of, const preset_finding& found) {
  std::vector<std::string> sentences;
  for (const auto& one : trouble_with(of, found)) {
    sentences.push_back(one.what + ": " + one.remedy);
  }
  return sentences;
}

void put_words(bouts::json_writer& to, std::string_view name, const std::vector<std::string>& words) {
  to.key(name).begin_array();
  for (const auto& word : words) {
    to.string(word);
  }
  to.end_array();
}

void put(bouts::json_writer& to, const preset& of, const preset_finding& found) {
  const auto put_text = [&to](std::string_view name, std::string_view text) {
    to.key(name);
    text.empty() ? to.null() : to.string(text);
  };
  to.begin_object();
  put_text("name", of.name);
  put_text("title", of.title);
  put_text("program", of.program);
  put_text("found", found.program ? found.program->string() : "");
  put_text("version", found.version);
  put_text("key", found.key);
  put_words(to, "keys", {of.keys.begin(), of.keys.end()});
  put_words(to, "logins", {of.logins.begin(), of.logins.end()});
  put_words(to, "command", shown_command(of));
  put_words(to, "unsafe", {of.unsafe.begin(), of.unsafe.end()});
  put_text("install", of.install);
  put_text("success", of.success);
  put_words(to, "missing", missing(of, found));
  to.end_object();
}

void print(const preset& of, const preset_finding& found) {
  std::printf("%-12s %s\n", std::string(of.name).c_str(), std::string(of.title).c_str());
  const auto line = [](const char* name, const std::string& text) {
    std::printf("  %-9s %s\n", name, text.c_str());
  };
  if (found.program) {
    line("found", found.program->string() + (found.version.empty() ? "" : ", " + found.version));
  }
  if (!found.key.empty()) {
    line("key", found.key);
  }
  for (const auto& one : missing(of, found)) {
    line("missing", one);
  }
  line("command", joined(shown_command(of)));
  line("success", std::string(of.success));
}

}  // namespace

exit_code presets_command(bool json) {
  const auto ours = own_environment();
  bouts::json_writer to;
  to.begin_object().key("presets").begin_array();
  for (const auto& one : all_presets()) {
    const auto found = look_for(one, ours, {});
    json ? put(to, one, found) : print(one, found);
  }
  to.end_array().end_object();
  if (json) {
    std::printf("%s\n", to.take().c_str());
  }
  return exit_code::ok;
}

}  // namespace arena
