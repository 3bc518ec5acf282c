// Certificates made on the spot, with every fault that a test wants.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

namespace test_support {

// PEM texts.
struct certificate {
  std::string chain;
  std::string key;
};

struct certificate_request {
  std::vector<std::string> names;      // DNS
  std::vector<std::string> addresses;  // IPv4 or IPv6
  std::chrono::hours valid_from{-1};   // from now
  std::chrono::hours valid_until{24};  // from now
};

// For "https://127.0.0.1:…" and "https://localhost:…".
certificate_request loopback();

// A certificate authority of one test.
class authority {
 public:
  authority();
  ~authority();
  authority(const authority&) = delete;
  authority& operator=(const authority&) = delete;

  certificate issue(const certificate_request& request) const;
  // The authority's own certificate, for a CA file.
  std::string pem() const;

 private:
  struct state;
  std::unique_ptr<state> state_;
};

// Signed by nobody but itself.
certificate self_signed(const certificate_request& request);

}  // namespace test_support
