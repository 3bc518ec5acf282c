// The owner of tasks. Everything that runs beside its starter is spawned in a scope, and a scope can be
// stopped and waited for: nothing is detached.
//
// Single thread: to be used on the executor it was made with; not thread-safe.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>

#include <cstddef>
#include <exception>
#include <functional>
#include <memory>
#include <string>

namespace aio {

class task_scope {
 public:
  // Told when an exception other than cancellation leaves a task: a bug of ours. The default prints and
  // aborts, as "no exception leaves a task" is a rule of the house.
  using failure_handler = std::function<void(const std::string& task, std::exception_ptr)>;

  explicit task_scope(boost::asio::any_io_executor executor, failure_handler on_failure = {});
  // REQUIRES that no task is left: cancel() and join() first.
  ~task_scope();
  task_scope(const task_scope&) = delete;
  task_scope& operator=(const task_scope&) = delete;

  // Starts the task soon (not inside this call). After close() a new task is dropped unstarted.
  void spawn(std::string name, boost::asio::awaitable<void> task);
  // Refuses new tasks from now on.
  void close() noexcept;
  // Cancels every task (Asio terminal cancellation) and refuses new ones. May be repeated.
  void cancel();
  // Comes back when no task is left. Several may wait. Itself cancellable; then it throws operation_aborted.
  boost::asio::awaitable<void> join();

  std::size_t size() const noexcept;

 private:
  struct state;
  std::shared_ptr<state> state_;
};

}  // namespace aio
