// What the control endpoints tell of the traffic.
#pragma once

#include "sandbox/service.hpp"

#include <boost/json/object.hpp>

#include <string>

namespace arena::sandbox {

struct request_filter {
  long long since = 0;  // only records with a greater number
  std::string path;     // only paths that begin with this
};

// {"requests":[…]}: the kept records, oldest first.
boost::json::object requests_view(const traffic& seen, const request_filter& filter);

// {"endpoints":{name:{status:count}},"agents":[…]}; the status of a request that got no answer is "none".
boost::json::object stats_view(const service& all, wall_time now);

}  // namespace arena::sandbox
