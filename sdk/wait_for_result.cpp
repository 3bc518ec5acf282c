#include "sdk/wait_for_result.hpp"

#include "aio/event.hpp"
#include "core/http/retry.hpp"

namespace bouts {

boost::asio::awaitable<result<submission>> wait_for_result(client& api, submission_id id, result_wait wait) {
  const auto end = aio::mono_clock::now() + wait.limit;
  while (true) {
    submission_id asked = id;
    result<submission> found = co_await api.get_submission(std::move(asked));
    if (found && is_terminal(found->status)) {
      co_return found;
    }
    if (!found && judge(found.error(), endpoint_kind::resource) != verdict::again) {
      co_return found;
    }
    if (aio::mono_clock::now() + wait.interval > end) {
      const std::string last = found ? found->status_text : found.error().describe();
      co_return fail(errc::timed_out, "the submission " + id.str() + " was not judged within " +
                                          format_duration(wait.limit) + " (last seen: " + last + ")");
    }
    co_await aio::sleep_for(wait.interval);
  }
}

}  // namespace bouts
