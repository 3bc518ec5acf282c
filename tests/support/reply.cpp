#include "tests/support/reply.hpp"

#include <array>
#include <cstdio>

namespace test_support {

namespace {

std::string head(int status, const headers& fields) {
  std::string text = "HTTP/1.1 " + std::to_string(status) + " Scripted\r\n";
  for (const auto& [name, value] : fields) {
    text += name + ": " + value + "\r\n";
  }
  return text + "\r\n";
}

std::string hex(std::size_t number) {
  std::array<char, 20> text{};
  std::snprintf(text.data(), text.size(), "%zx", number);
  return text.data();
}

reply of(reply::one_step only) {
  reply made;
  made.steps.push_back(std::move(only));
  return made;
}

}  // namespace

reply reply::with(int status, std::string body, const headers& more) {
  headers fields = more;
  if (status != 204) {
    fields.emplace_back("Content-Length", std::to_string(body.size()));
  }
  return raw(head(status, fields) + body);
}

reply reply::json(int status, std::string body, headers more) {
  more.emplace_back("Content-Type", "application/json");
  return with(status, std::move(body), more);
}

reply reply::chunked(const std::vector<std::string>& pieces) {
  std::string bytes = head(200, {{"Transfer-Encoding", "chunked"}});
  for (const std::string& piece : pieces) {
    bytes += hex(piece.size()) + "\r\n" + piece + "\r\n";
  }
  return raw(bytes + "0\r\n\r\n");
}

reply reply::raw(std::string bytes) {
  return of(step::send{std::move(bytes)});
}
reply reply::silence() {
  return of(step::silence{});
}
reply reply::hang_up() {
  return of(step::close{});
}
reply reply::tunnel() {
  return of(step::tunnel{});
}

reply reply::then_close() && {
  steps.emplace_back(step::close{});
  return std::move(*this);
}

reply reply::cut_after(std::size_t bytes) && {
  auto& answer = std::get<step::send>(steps.at(0));
  answer.bytes.resize(bytes);
  return std::move(*this).then_close();
}

reply reply::in_pieces(std::size_t bytes, std::chrono::milliseconds pause) && {
  const std::string whole = std::get<step::send>(steps.at(0)).bytes;
  steps.clear();
  for (std::size_t at = 0; at < whole.size(); at += bytes) {
    if (at > 0) {
      steps.emplace_back(step::pause{pause});
    }
    steps.emplace_back(step::send{whole.substr(at, bytes)});
  }
  return std::move(*this);
}

reply reply::behind(std::shared_ptr<aio::event> gate) && {
  steps.insert(steps.begin(), step::wait{std::move(gate)});
  return std::move(*this);
}

}  // namespace test_support
