// Takes webhook deliveries on 127.0.0.1, checks their signatures and prints what happened. One after the
// other; put something that speaks HTTPS in front of it.
//
//   BOUTS_WEBHOOK_SECRET=… webhook_receiver PORT
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>

#include <bouts/bouts.hpp>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <set>
#include <string>

namespace {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using request = http::request<http::string_body>;

constexpr std::size_t most_remembered = 10'000;

class receiver {
 public:
  explicit receiver(bouts::secret key) : key_(std::move(key)) {}

  // The status to answer with. The arena asks again (three times in all) for anything but a good one.
  http::status take(const request& delivery) {
    const std::string signature(delivery[std::string(bouts::webhook_signature_header)]);
    const auto event = bouts::open_webhook(delivery.body(), signature, key_);
    if (!event) {
      std::cerr << event.error().describe() << std::endl;
      return event.error().kind == bouts::errc::unauthorized ? http::status::unauthorized
                                                             : http::status::bad_request;
    }
    // The id stays the same over the attempts: what was taken once is not taken again.
    if (remembered_.insert(std::string(delivery[std::string(bouts::webhook_delivery_header)])).second) {
      std::cout << *event << std::endl;
    }
    if (remembered_.size() > most_remembered) {
      remembered_.clear();
    }
    return http::status::ok;
  }

 private:
  bouts::secret key_;
  std::set<std::string> remembered_;
};

void serve(asio::ip::tcp::socket socket, receiver& events) {
  boost::beast::flat_buffer buffer;
  boost::system::error_code failed;
  http::request_parser<http::string_body> parser;
  parser.body_limit(1024 * 1024);
  http::read(socket, buffer, parser, failed);
  if (!failed) {
    http::response<http::empty_body> answer(events.take(parser.get()), 11);
    answer.keep_alive(false);
    answer.prepare_payload();
    http::write(socket, answer, failed);
  }
}

}  // namespace

int main(int count, char** values) {
  const char* const key = std::getenv("BOUTS_WEBHOOK_SECRET");
  if (count != 2 || key == nullptr) {
    std::cerr << "usage: BOUTS_WEBHOOK_SECRET=… webhook_receiver PORT\n";
    return 2;
  }
  receiver events{bouts::secret(key)};
  asio::io_context io;
  asio::ip::tcp::acceptor acceptor(
      io, {asio::ip::make_address("127.0.0.1"), static_cast<unsigned short>(std::atoi(values[1]))});
  std::cout << "listening on port " << acceptor.local_endpoint().port() << std::endl;
  while (true) {
    serve(acceptor.accept(), events);
  }
}
