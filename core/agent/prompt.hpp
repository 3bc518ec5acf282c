// The prompt that a preset's program gets: a template with the challenge put in. Pure.
#pragma once

#include "core/base/time.hpp"
#include "core/wire/models.hpp"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace arena {

// What stands in a template between braces; any other braces are left as they are.
inline constexpr std::array<std::string_view, 9> prompt_words = {"title",    "prompt",  "description",
                                                                 "category", "format",  "minutes",
                                                                 "deadline", "workdir", "solution_file"};

struct prompt_facts {
  const bouts::challenge& challenge;
  bouts::milliseconds time_left{0};
  bouts::wall_time deadline{};  // server time
  std::string workdir;
  std::string solution_file;
};

std::string_view default_prompt_template() noexcept;

// Each word is replaced once: what the challenge's own text has between braces stays. The prompt is the
// challenge's description where it has none of its own.
std::string fill_prompt(std::string_view prompt_template, const prompt_facts& facts);

// What looks like a word of a template and is none, as {deadlnie}; in their order, each once.
std::vector<std::string> unknown_words(std::string_view prompt_template);

// Why nobody could use it: it has nothing of the challenge in it. Nothing when it is good.
std::optional<std::string> trouble_with_template(std::string_view prompt_template);

}  // namespace arena
