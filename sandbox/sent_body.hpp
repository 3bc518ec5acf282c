// The body of an answer that a fault has sent in its own way: slowly, only in part, or with far too much
// after it.
#pragma once

#include "httpd/message.hpp"
#include "sandbox/http_message.hpp"

#include <memory>
#include <string>

namespace arena::sandbox {

// Whatever the size, little of it is in memory at a time.
std::unique_ptr<httpd::piece_source> make_sent_body(std::string body, const transmission& how);

}  // namespace arena::sandbox
