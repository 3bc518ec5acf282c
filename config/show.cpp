#include "config/show.hpp"

#include "config/sections.hpp"

namespace arena::config {

std::string show(const settings& config) {
  yaml_writer writer;
  show_section(writer, top_keys(), config);
  return writer.text();
}

}  // namespace arena::config
