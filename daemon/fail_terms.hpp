// The little language of fail points: what one is to do, hit after hit.
//
//   terms   = term *("->" term)
//   term    = [N "*"] act               N times, then the next term; without N for ever
//   act     = "off" | "kill" | "error(" text ")" | "delay(" milliseconds ")"
//
// After the last term nothing is done any more. Only the tests have it.
#pragma once

#include "core/base/error.hpp"

#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace arena {

struct fail_act {
  enum class kind { off, kill, error, delay };

  kind what = kind::off;
  std::string text;                  // of an error
  std::chrono::milliseconds time{};  // of a delay

  bool operator==(const fail_act&) const = default;
};

class fail_terms {
 public:
  // errc::invalid, naming the term that is none.
  static bouts::result<fail_terms> parse(std::string_view text);

  // What this hit is to do.
  fail_act next();

 private:
  struct term {
    fail_act act;
    std::uint64_t left = 0;
  };
  std::vector<term> terms_;  // the first is in force
};

// "name=terms;name=terms"
bouts::result<std::map<std::string, fail_terms, std::less<>>> parse_fail_points(std::string_view text);

}  // namespace arena
