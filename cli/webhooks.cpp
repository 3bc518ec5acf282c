#include "cli/listen.hpp"
#include "cli/show.hpp"
#include "cli/webhook_secret.hpp"

#include <algorithm>
#include <iterator>

namespace bouts::cli {

namespace asio = boost::asio;

namespace {

asio::awaitable<result<int>> list(context& with, const values&) {
  const auto answer = co_await with.api.webhooks().list();
  co_return show(with, answer);
}

asio::awaitable<result<int>> create(context& with, const values& given) {
  auto key = find_webhook_secret(with.here, given);
  if (!key) {
    co_return std::unexpected(std::move(key.error()));
  }
  webhook_request wanted;
  wanted.url = given.text("URL");
  wanted.secret = *key;
  for (const std::string& event : given.all("--event")) {
    wanted.events.emplace_back(event);
  }
  auto answer = co_await with.api.webhooks().create(wanted);
  if (answer && !key->empty()) {
    answer->secret = {};  // who gave it knows it; it is the answer only where the arena made it
  }
  co_return show(with, answer);
}

asio::awaitable<result<int>> remove(context& with, const values& given) {
  const auto id = given.id<webhook_id>("WEBHOOK");
  const auto answer = co_await with.api.webhooks().remove(id);
  co_return show_done(with, answer, id.str(), "deleted");
}

asio::awaitable<result<int>> test(context& with, const values& given) {
  const auto id = given.id<webhook_id>("WEBHOOK");
  const auto answer = co_await with.api.webhooks().test(id);
  const result<int> shown = show(with, answer);
  if (shown && !answer->delivered) {
    co_return exit_not_passed;
  }
  co_return shown;
}

asio::awaitable<result<int>> deliveries(context& with, const values& given) {
  const auto id = given.id<webhook_id>("WEBHOOK");
  const auto answer = co_await with.api.webhooks().deliveries(id);
  co_return show(with, answer);
}

asio::awaitable<result<int>> rotate_secret(context& with, const values& given) {
  const auto id = given.id<webhook_id>("WEBHOOK");
  const auto answer = co_await with.api.webhooks().rotate_secret(id);
  co_return show(with, answer);
}

std::vector<std::string_view> event_words() {
  constexpr auto words = words_of(webhook_event_type{});
  return {words.begin() + 1, words.end()};  // without `unknown`
}

std::vector<parameter> create_parameters() {
  std::vector<parameter> all = {{.name = "URL", .help = "Where deliveries go", .required = true},
                                {.name = "--event",
                                 .value = "EVENT",
                                 .help = "What to be told of; may be given more than once",
                                 .takes = takes::hint,
                                 .required = true,
                                 .many = true,
                                 .words = event_words()}};
  std::ranges::move(webhook_secret_parameters(), std::back_inserter(all));
  return all;
}

const parameter which = {.name = "WEBHOOK", .help = "Its id", .takes = takes::id, .required = true};

}  // namespace

std::vector<command> webhook_commands() {
  return {
      {.group = "webhooks",
       .name = "list",
       .help = "List subscriptions",
       .parameters = {},
       .needs = needs::token,
       .remote = list},
      {.group = "webhooks",
       .name = "create",
       .help = "Subscribe",
       .parameters = create_parameters(),
       .needs = needs::token,
       .remote = create,
       .more = "Without a secret the arena may make one, which is shown this once."},
      {.group = "webhooks",
       .name = "delete",
       .help = "End a subscription",
       .parameters = {which},
       .needs = needs::token,
       .remote = remove},
      {.group = "webhooks",
       .name = "test",
       .help = "Make the arena send a test delivery",
       .parameters = {which},
       .needs = needs::token,
       .remote = test,
       .more = "The exit code is 3 when it did not arrive. The arena does not sign its test deliveries."},
      {.group = "webhooks",
       .name = "deliveries",
       .help = "Show the latest deliveries, newest first",
       .parameters = {which},
       .needs = needs::token,
       .remote = deliveries},
      {.group = "webhooks",
       .name = "rotate-secret",
       .help = "Have a new secret made; it is shown this once",
       .parameters = {which},
       .needs = needs::token,
       .remote = rotate_secret},
      {.group = "webhooks",
       .name = "listen",
       .help = "Receive deliveries on this machine",
       .parameters = listen_parameters(),
       .local = listen,
       .more =
           "Takes deliveries at http://127.0.0.1:PORT, whatever the path, until SIGINT or SIGTERM; put "
           "something "
           "that speaks HTTPS in front. Each is checked against its signature, told once however often it "
           "is sent, and answered before the command has run. The command is run by sh, one at a time in "
           "the order of arrival, with the event's JSON on its standard input and BOUTS_EVENT and "
           "BOUTS_DELIVERY_ID in its environment; what it prints goes to standard error. At most 100 wait; "
           "what comes then is refused, and the arena sends it again. Test deliveries of the arena are not "
           "signed: they are answered, and not passed on."},
  };
}

}  // namespace bouts::cli
