#include "sdk/client_thread.hpp"

#include <pthread.h>

#include <csignal>

namespace bouts {

namespace {

// The thread starts with every signal blocked: they are the program's, and its own threads are there for
// them.
class signals_blocked {
 public:
  signals_blocked() {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~signals_blocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  signals_blocked(const signals_blocked&) = delete;
  signals_blocked& operator=(const signals_blocked&) = delete;

 private:
  sigset_t before_{};
};

}  // namespace

client_thread::client_thread() : work_(io_.get_executor()) {
  const signals_blocked while_starting;
  thread_ = std::thread([this] { io_.run(); });
}

client_thread::~client_thread() {
  work_.reset();
  io_.stop();
  thread_.join();
}

result<std::shared_ptr<caller>> client_thread::start(const settings& complete) {
  auto link = make_transport(io_.get_executor(), transport_options_of(complete));
  if (!link) {
    return std::unexpected(std::move(link.error()));
  }
  calls_ = std::make_shared<caller>(*std::move(link));
  return calls_;
}

}  // namespace bouts
