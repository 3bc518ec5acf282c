#include "cli/listen.hpp"

#include "aio/clock.hpp"
#include "aio/task_scope.hpp"
#include "cli/command.hpp"
#include "cli/delivery_reader.hpp"
#include "cli/hook_queue.hpp"
#include "cli/show.hpp"
#include "cli/webhook_secret.hpp"
#include "core/wire/json_writer.hpp"
#include "core/wire/webhook_signature.hpp"
#include "httpd/first_of.hpp"
#include "httpd/server.hpp"

#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <csignal>
#include <iterator>

namespace bouts::cli {

namespace asio = boost::asio;
namespace httpd = arena::httpd;

namespace {

constexpr int default_exec_seconds = 60;
constexpr std::chrono::seconds arena_patience{10};   // for one attempt (API.md)
constexpr std::chrono::seconds reading_patience{8};  // so that it hears from us even then
static_assert(reading_patience < arena_patience);

class receiver {
 public:
  receiver(const console& here, secret key, std::string command, std::chrono::seconds limit)
      : here_(here),
        reader_(std::move(key)),
        command_(std::move(command)),
        limit_(limit),
        hooks_([this](const hook_order& what, const result<int>& end) { tell_end(what, end); }) {}

  // The answer is made before the command has run.
  asio::awaitable<std::optional<httpd::answer>> handle(httpd::request delivery) { co_return take(delivery); }
  hook_queue& hooks() noexcept { return hooks_; }

 private:
  static httpd::answer answer_with(int status) {
    httpd::answer made;
    made.status = status;
    return made;
  }

  httpd::answer take(const httpd::request& delivery) {
    if (delivery.method != "POST") {
      return answer_with(405);
    }
    const looked seen = reader_.look(delivery.body, delivery.header_value(webhook_signature_header),
                                     delivery.header_value(webhook_delivery_header));
    switch (seen.what) {
      case reception::taken:
        return pass_on(seen);
      case reception::repeated:
        note(seen.id + " came again");
        return answer_with(200);
      case reception::test:
        note("a test delivery came; it is not signed, and not passed on");
        return answer_with(200);
      case reception::not_signed:
        note("refused: not signed with this secret");
        return answer_with(401);
      case reception::unreadable:
        break;
    }
    note("refused: signed, but no event");
    return answer_with(400);
  }

  httpd::answer pass_on(const looked& seen) {
    std::string event = seen.event.raw().str();
    if (!command_.empty() && !hooks_.offer({.command = command_,
                                            .input = event + '\n',
                                            .event = clean(seen.event.type.text()),
                                            .delivery = seen.id,
                                            .limit = limit_})) {
      note(seen.id + " refused: " + std::to_string(hook_queue::most_waiting) + " wait already");
      return answer_with(503);
    }
    reader_.remember(seen);
    show(seen, event);
    return answer_with(200);
  }

  void show(const looked& seen, const std::string& event) {
    if (here_.json) {
      json_writer json;
      json.begin_object().key("delivery_id").string(seen.id).key("event").raw(event).end_object();
      if (const auto printed = print_document(here_, json.take()); !printed) {
        note(printed.error().message);
      }
    } else {
      const std::string submission =
          seen.event.submission_id ? "  submission " + seen.event.submission_id->str() : "";
      const std::string challenge =
          seen.event.challenge_id ? "  challenge " + seen.event.challenge_id->str() : "";
      here_.with.out << clean(seen.event.type.text()) << submission << challenge << "  delivery " << seen.id
                     << '\n';
    }
    here_.with.out.flush();
  }

  void note(const std::string& what) { here_.with.err << "bouts: " << what << std::endl; }

  void tell_end(const hook_order& what, const result<int>& end) {
    if (!end) {
      note(what.delivery + ": " + end.error().message);
    } else if (*end != 0) {
      note(what.delivery + ": the command ended with " +
           (*end > 0 ? "exit code " + std::to_string(*end) : "signal " + std::to_string(-*end)));
    }
  }

  const console& here_;
  delivery_reader reader_;
  std::string command_;
  std::chrono::seconds limit_;
  hook_queue hooks_;
};

asio::awaitable<bool> all_done(aio::task_scope& tasks) {
  co_await tasks.join();
  co_return true;
}

asio::awaitable<void> signalled(asio::signal_set& signals) {
  co_await signals.async_wait(asio::use_awaitable);
}

asio::awaitable<result<int>> serve(const console& here, receiver& events, httpd::server& server) {
  const auto executor = co_await asio::this_coro::executor;
  asio::signal_set signals(executor, SIGINT, SIGTERM);
  aio::task_scope tasks(executor);
  tasks.spawn("server", server.run());
  tasks.spawn("commands", events.hooks().run());
  here.with.err << "bouts: listening at " << server.where() << std::endl;
  co_await signalled(signals);
  server.stop();
  events.hooks().close();
  if (!events.hooks().idle()) {
    here.with.err << "bouts: stopping when the commands are done; a second signal stops at once" << std::endl;
  }
  asio::awaitable<bool> done = all_done(tasks);
  asio::awaitable<void> again = signalled(signals);
  const bool in_peace = co_await httpd::first_of(std::move(done), std::move(again));
  if (!in_peace) {
    tasks.cancel();
    co_await tasks.join();
  }
  co_return in_peace ? exit_ok : 128 + SIGINT;
}

}  // namespace

result<int> listen(const console& here, const values& given) {
  auto key = find_webhook_secret(here, given);
  if (!key) {
    return std::unexpected(std::move(key.error()));
  }
  if (key->empty()) {
    return fail(errc::config,
                "set BOUTS_WEBHOOK_SECRET, or name a file with --secret-file: without the secret "
                "nothing tells the arena's deliveries from others");
  }
  asio::io_context io;
  receiver events(here, *std::move(key), given.text("--exec"),
                  std::chrono::seconds(given.number("--exec-seconds").value_or(default_exec_seconds)));
  httpd::serving how;
  how.handle = [&events](httpd::request delivery) { return events.handle(std::move(delivery)); };
  how.name = "bouts";
  how.limits.request = reading_patience;
  httpd::tcp_place where;
  where.port = static_cast<std::uint16_t>(given.number("--port").value_or(0));
  auto server = httpd::server::open(io.get_executor(), std::move(where), std::move(how));
  if (!server) {
    return std::unexpected(std::move(server.error()));
  }
  return run_to_end(io, serve(here, events, **server));
}

std::vector<parameter> listen_parameters() {
  constexpr int last_port = 65'535;
  std::vector<parameter> all = {{.name = "--port",
                                 .value = "N",
                                 .help = "On 127.0.0.1; 0, and when not given, is any free one",
                                 .takes = takes::number,
                                 .least = 0,
                                 .most = last_port}};
  std::ranges::move(webhook_secret_parameters(), std::back_inserter(all));
  all.push_back({.name = "--exec", .value = "COMMAND", .help = "Run this for each delivery"});
  all.push_back({.name = "--exec-seconds",
                 .value = "SECONDS",
                 .help = "End a command that runs longer; 60 when not given",
                 .takes = takes::number,
                 .most = 86'400});
  return all;
}

}  // namespace bouts::cli
