#include "sdk/follow.hpp"

#include "aio/event.hpp"
#include "core/http/retry.hpp"

namespace bouts {

boost::asio::awaitable<result<submission>> follow(std::shared_ptr<client_state> with, submission_id id,
                                                  result_wait wait) {
  const auto end = aio::mono_clock::now() + wait.limit;
  while (true) {
    auto asked = requests::get_submission(id);
    if (!asked) {
      co_return std::unexpected(std::move(asked.error()));
    }
    const result<submission> found = co_await perform(with, *std::move(asked));
    if (found && wait.on_look != nullptr) {
      (*wait.on_look)(*found);
    }
    if (found && is_terminal(found->status)) {
      co_return found;
    }
    if (!found && judge(found.error(), endpoint_kind::resource) != verdict::again) {
      co_return found;
    }
    if (aio::mono_clock::now() + wait.interval > end) {
      const std::string last = found ? found->status.text() : found.error().describe();
      co_return fail(errc::timed_out, "the submission " + id.str() + " was not judged within " +
                                          format_duration(wait.limit) + " (last seen: " + last + ")");
    }
    co_await aio::sleep_for(wait.interval);
  }
}

}  // namespace bouts
