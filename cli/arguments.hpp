// Ids and other values of the command line, checked while it is parsed.
#pragma once

#include "cli/command.hpp"
#include "core/base/ids.hpp"

#include <CLI/CLI.hpp>

#include <memory>
#include <string>

namespace bouts::cli {

// A required positional argument that must be an id; a wrong one is an error of the command line.
template <class Id>
void add_id(CLI::App& command, const std::string& name, Id& into, const std::string& help) {
  const auto read = [&into](const std::string& text) {
    const auto parsed = Id::parse(text);
    if (!parsed) {
      throw CLI::ValidationError(parsed.error().message);
    }
    into = *parsed;
    return true;
  };
  command.add_option_function<std::string>(name, read, help)->required();
}

// A command whose options are kept in an `Options`, and that runs `run` with a copy of them.
template <class Options>
CLI::App& add_command(CLI::App& parent, action& chosen, const std::string& name, const std::string& help,
                      boost::asio::awaitable<result<int>> (*run)(context&, Options),
                      std::shared_ptr<Options> options) {
  CLI::App* const command = parent.add_subcommand(name, help);
  command->callback(
      [&chosen, run, options] { chosen = [run, options](context& with) { return run(with, *options); }; });
  return *command;
}

}  // namespace bouts::cli
