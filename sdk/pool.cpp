#include "sdk/pool.hpp"

#include "aio/event.hpp"

#include <algorithm>
#include <utility>

namespace bouts {

namespace asio = boost::asio;

namespace {

mono_time now() {
  return mono_time::clock::now();
}

}  // namespace

// Somebody who waits for a place. Whoever frees one sets `granted`: the place is then the waiter's, still
// counted.
struct connection_pool::waiter {
  explicit waiter(connection_pool& pool)
      : pool(pool), place(pool.waiters_.insert(pool.waiters_.end(), this)) {}
  waiter(const waiter&) = delete;
  waiter& operator=(const waiter&) = delete;
  ~waiter() {
    if (!granted.is_set()) {
      pool.waiters_.erase(place);
    } else if (!taken) {
      pool.release_place();  // cancelled between the grant and its use
    }
  }

  connection_pool& pool;
  std::list<waiter*>::iterator place;
  aio::event granted;
  bool taken = false;
};

connection_pool::connection_pool(asio::any_io_executor executor, std::string peer, pool_limits limits)
    : peer_(std::move(peer)), limits_(limits), sweep_timer_(executor) {}

asio::awaitable<result<connection_pool::lease>> connection_pool::acquire(deadline until) {
  const auto self = shared_from_this();
  if (in_use_ < limits_.max_connections) {
    ++in_use_;
    co_return lease(self, take_idle());
  }
  waiter me(*this);
  const bool granted = co_await me.granted.wait_until(until.at);
  if (!granted) {
    co_return std::unexpected(timed_out(until, peer_));
  }
  me.taken = true;
  co_return lease(self, take_idle());
}

void connection_pool::release_place() {
  if (waiters_.empty()) {
    --in_use_;
    return;
  }
  waiter* const next = waiters_.front();
  waiters_.pop_front();
  next->granted.set();
}

std::unique_ptr<connection> connection_pool::take_idle() {
  while (!idle_.empty()) {
    idle_connection last = std::move(idle_.back());
    idle_.pop_back();
    if (now() - last.since < limits_.idle_timeout && last.link->is_quiet()) {
      return std::move(last.link);
    }
  }
  return nullptr;
}

void connection_pool::put_idle(std::unique_ptr<connection> link) {
  idle_.push_back({.link = std::move(link), .since = now()});
  if (idle_.size() == 1) {
    sweep();
  }
}

void connection_pool::sweep() {
  const mono_time due = now() - limits_.idle_timeout;
  const auto fresh = std::ranges::find_if(idle_, [due](const auto& one) { return one.since > due; });
  idle_.erase(idle_.begin(), fresh);
  if (idle_.empty()) {
    return;
  }
  sweep_timer_.expires_at(idle_.front().since + limits_.idle_timeout);
  sweep_timer_.async_wait([weak = weak_from_this()](const boost::system::error_code& failed) {
    const auto self = weak.lock();
    if (self && !failed) {
      self->sweep();
    }
  });
}

void connection_pool::close_idle() {
  ++epoch_;
  idle_.clear();
  sweep_timer_.cancel();
}

connection_pool::lease::lease(std::shared_ptr<connection_pool> owner, std::unique_ptr<connection> link)
    : owner_(std::move(owner)), link_(std::move(link)), epoch_(owner_->epoch_), reused_(link_ != nullptr) {}

connection_pool::lease::~lease() {
  if (!owner_) {
    return;
  }
  if (keep_ && link_ && epoch_ == owner_->epoch_) {
    owner_->put_idle(std::move(link_));
  }
  link_.reset();  // closed before its place is given away
  owner_->release_place();
}

void connection_pool::lease::replace(std::unique_ptr<connection> fresh) noexcept {
  link_ = std::move(fresh);
  reused_ = false;
}

}  // namespace bouts
