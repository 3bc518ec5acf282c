// What the daemon counts, as Prometheus reads it: text format 0.0.4, names and units by its conventions.
// Every name and its help is in docs/operations.md; deploy/grafana.json draws them.
#pragma once

#include "control/view.hpp"

#include <string>

namespace arena::control {

std::string metrics_text(const view& of);

}  // namespace arena::control
