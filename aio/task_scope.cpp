#include "aio/task_scope.hpp"

#include "aio/cancellation.hpp"
#include "aio/event.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>

#include <cstdio>
#include <cstdlib>
#include <list>
#include <utility>

namespace aio {

namespace asio = boost::asio;

namespace {

struct running_task {
  std::string name;
  asio::cancellation_signal signal;
};

void print_and_abort(const std::string& task, const std::exception_ptr& thrown) {
  try {
    std::rethrow_exception(thrown);
  } catch (const std::exception& e) {
    std::fprintf(stderr, "an exception left the task '%s': %s\n", task.c_str(), e.what());
  } catch (...) {
    std::fprintf(stderr, "an unknown exception left the task '%s'\n", task.c_str());
  }
  std::abort();
}

}  // namespace

// Shared with the completion handlers, which may run after the scope is gone when an io_context is torn down.
struct task_scope::state {
  asio::any_io_executor executor;
  failure_handler on_failure;
  std::list<running_task> tasks;
  event empty;
  bool closed = false;
};

task_scope::task_scope(asio::any_io_executor executor, failure_handler on_failure)
    : state_(std::make_shared<state>()) {
  state_->executor = std::move(executor);
  state_->on_failure = on_failure ? std::move(on_failure) : print_and_abort;
  state_->empty.set();
}

task_scope::~task_scope() = default;

void task_scope::spawn(std::string name, asio::awaitable<void> task) {
  if (state_->closed) {
    return;
  }
  auto& tasks = state_->tasks;
  const auto place = tasks.emplace(tasks.end());
  place->name = std::move(name);
  state_->empty.reset();
  const auto done = [owner = state_, place](const std::exception_ptr& thrown) {
    const std::string finished = std::move(place->name);
    owner->tasks.erase(place);
    if (owner->tasks.empty()) {
      owner->empty.set();
    }
    if (thrown && !is_cancellation(thrown)) {
      owner->on_failure(finished, thrown);
    }
  };
  asio::co_spawn(state_->executor, std::move(task), asio::bind_cancellation_slot(place->signal.slot(), done));
}

void task_scope::close() noexcept {
  state_->closed = true;
}

void task_scope::cancel() {
  close();
  // A cancelled task may end inside emit() and leave the list, so the next one is found before it.
  for (auto it = state_->tasks.begin(); it != state_->tasks.end();) {
    auto& task = *it++;
    task.signal.emit(asio::cancellation_type::terminal);
  }
}

asio::awaitable<void> task_scope::join() {
  co_await state_->empty.wait();
}

std::size_t task_scope::size() const noexcept {
  return state_->tasks.size();
}

}  // namespace aio
