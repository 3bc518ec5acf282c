#include "core/agent/prompt.hpp"

#include <algorithm>

namespace arena {

namespace {

std::string value_of(std::string_view word, const prompt_facts& facts) {
  const auto& challenge = facts.challenge;
  if (word == "title") {
    return challenge.title;
  }
  if (word == "prompt") {
    return challenge.prompt.empty() ? challenge.description : challenge.prompt;
  }
  if (word == "description") {
    return challenge.description;
  }
  if (word == "category") {
    return challenge.category;
  }
  if (word == "format") {
    return challenge.format;
  }
  if (word == "minutes") {
    const auto whole = std::chrono::floor<std::chrono::minutes>(facts.time_left);
    return std::to_string(std::max<std::chrono::minutes::rep>(whole.count(), 1));
  }
  if (word == "deadline") {
    return bouts::format_iso8601(facts.deadline);
  }
  return word == "workdir" ? facts.workdir : facts.solution_file;
}

bool has_word(std::string_view text, std::string_view word) {
  return text.find("{" + std::string(word) + "}") != std::string_view::npos;
}

}  // namespace

std::string_view default_prompt_template() noexcept {
  return R"(You take part in a timed challenge. Nobody is there to answer questions: decide for yourself and carry on.

# {title}

{prompt}

# How it is handed in

- You have {minutes} minutes, until {deadline}. Be done well before that.
- Work in the current directory, {workdir}. Files that you create or change there are handed in with your answer;
  leave none there that do not belong to it.
- Your last message is handed in as the text of your answer. Let it be the answer itself, or say what you built and
  how it is run. Do not end with a question or a plan.
)";
}

std::string fill_prompt(std::string_view prompt_template, const prompt_facts& facts) {
  std::string filled;
  while (!prompt_template.empty()) {
    const auto open = prompt_template.find('{');
    filled += prompt_template.substr(0, open);
    if (open == std::string_view::npos) {
      break;
    }
    prompt_template.remove_prefix(open);
    const auto close = prompt_template.find('}');
    const auto word =
        close == std::string_view::npos ? std::string_view() : prompt_template.substr(1, close - 1);
    if (std::ranges::find(prompt_words, word) == prompt_words.end()) {
      filled += '{';
      prompt_template.remove_prefix(1);
      continue;
    }
    filled += value_of(word, facts);
    prompt_template.remove_prefix(close + 1);
  }
  return filled;
}

std::vector<std::string> unknown_words(std::string_view prompt_template) {
  constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz_";
  std::vector<std::string> unknown;
  for (auto open = prompt_template.find('{'); open != std::string_view::npos;
       open = prompt_template.find('{', open + 1)) {
    const auto end = std::min(prompt_template.find_first_not_of(letters, open + 1), prompt_template.size());
    const std::string word(prompt_template.substr(open + 1, end - open - 1));
    const bool is_word = !word.empty() && end < prompt_template.size() && prompt_template[end] == '}';
    if (is_word && std::ranges::find(prompt_words, word) == prompt_words.end() &&
        std::ranges::find(unknown, word) == unknown.end()) {
      unknown.push_back(word);
    }
  }
  return unknown;
}

std::optional<std::string> trouble_with_template(std::string_view prompt_template) {
  if (has_word(prompt_template, "prompt") || has_word(prompt_template, "description")) {
    return std::nullopt;
  }
  return "has neither {prompt} nor {description} in it, so that the agent would not learn its task";
}

}  // namespace arena
