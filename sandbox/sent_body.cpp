#include "sandbox/sent_body.hpp"

#include "aio/event.hpp"

#include <algorithm>
#include <utility>

namespace arena::sandbox {

namespace asio = boost::asio;

namespace {

constexpr std::size_t usual_piece = 65'536;

class sent_body final : public httpd::piece_source {
 public:
  sent_body(std::string body, const transmission& how) : body_(std::move(body)), how_(how) {
    const std::size_t whole = body_.size() + how.padding;
    end_ = std::min(how.cut_after.value_or(whole), whole);
  }

  asio::awaitable<std::optional<std::string>> next() override {
    if (at_ >= end_) {
      co_return std::nullopt;
    }
    if (at_ > 0 && how_.pause > std::chrono::milliseconds(0)) {
      co_await aio::sleep_for(how_.pause);
    }
    co_return take();
  }

 private:
  std::string take() {
    const std::size_t size = std::min(how_.piece == 0 ? usual_piece : how_.piece, end_ - at_);
    std::string piece = at_ < body_.size() ? body_.substr(at_, size) : std::string();
    piece.resize(size, ' ');  // blanks after a JSON text leave it one: only its length is wrong
    at_ += size;
    return piece;
  }

  std::string body_;
  transmission how_;
  std::size_t at_ = 0;
  std::size_t end_ = 0;
};

}  // namespace

std::unique_ptr<httpd::piece_source> make_sent_body(std::string body, const transmission& how) {
  return std::make_unique<sent_body>(std::move(body), how);
}

}  // namespace arena::sandbox
