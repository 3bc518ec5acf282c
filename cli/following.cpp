#include "cli/following.hpp"

#include "aio/clock.hpp"
#include "aio/event.hpp"
#include "aio/task_scope.hpp"
#include "cli/show.hpp"

#include <array>

namespace bouts::cli {

namespace asio = boost::asio;

namespace {

constexpr int default_wait_seconds = 300;  // what the Python client waits at most
constexpr milliseconds between_beats{200};

// One line on standard error, drawn anew some times a second and gone in the end.
asio::awaitable<void> show_progress(std::ostream& err, const std::string& status, milliseconds limit) {
  const mono_time begin = aio::mono_now();
  for (unsigned beat = 0;; ++beat) {
    const auto passed = std::chrono::floor<milliseconds>(aio::mono_now() - begin);
    err << "\r\x1b[K" << progress_line(status, passed, limit, beat) << std::flush;
    co_await aio::sleep_for(between_beats);
  }
}

}  // namespace

std::string progress_line(const std::string& status, milliseconds passed, milliseconds limit, unsigned beat) {
  constexpr std::array<std::string_view, 10> wheel = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};
  const auto whole_seconds = std::chrono::floor<std::chrono::seconds>(passed);
  return std::string(wheel.at(beat % wheel.size())) + ' ' + clean(status) + "  " +
         format_duration(whole_seconds) + " of at most " + format_duration(limit);
}

parameter wait_seconds_parameter() {
  return {.name = "--wait-seconds",
          .value = "SECONDS",
          .help = "Wait so long at most; 300 when not given",
          .takes = takes::number,
          .most = 86'400};
}

asio::awaitable<result<int>> follow_and_show(context& with, submission_id id, const values& given) {
  std::string status = "handed in";
  const std::function<void(const submission&)> look = [&status](const submission& seen) {
    status = seen.status.text();
  };
  const result_wait wait{
      .limit = std::chrono::seconds(given.number("--wait-seconds").value_or(default_wait_seconds)),
      .on_look = &look};
  aio::task_scope beside(co_await asio::this_coro::executor);
  if (with.here.with.progress) {
    beside.spawn("progress", show_progress(with.here.with.err, status, wait.limit));
  }
  const auto judged = co_await with.api.submissions().wait_for_result(id, wait);
  beside.cancel();
  co_await beside.join();
  if (with.here.with.progress) {
    with.here.with.err << "\r\x1b[K" << std::flush;
  }
  const result<int> shown = show(with, judged);
  if (shown && judged->status != submission_status::completed) {
    co_return exit_not_passed;
  }
  co_return shown;
}

}  // namespace bouts::cli
