#include "config/show.hpp"

#include "config/sections.hpp"

#include <utility>

namespace arena::config {

std::string show(const settings& config) {
  auto hidden = config.referred;
  for (const auto& agent : config.agents) {
    hidden.insert(hidden.end(), agent.referred.begin(), agent.referred.end());
  }
  yaml_writer writer(std::move(hidden));
  show_section(writer, top_keys(), config);
  return writer.text();
}

}  // namespace arena::config
