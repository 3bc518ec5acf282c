#include "cli/show.hpp"

namespace bouts::cli {

namespace asio = boost::asio;

namespace {

asio::awaitable<result<int>> list(context& with, const values&) {
  const auto answer = co_await with.api.tokens().list();
  co_return show(with, answer);
}

asio::awaitable<result<int>> create(context& with, const values& given) {
  token_request wanted;
  wanted.name = given.text("--name");
  wanted.expires_in_days = given.number("--expires-in-days");
  if (given.has("--environment")) {
    wanted.environment = word<token_environment>(given.text("--environment"));
  }
  for (const std::string& scope : given.all("--scope")) {
    wanted.scopes.emplace_back(scope);
  }
  const auto answer = co_await with.api.tokens().create(wanted);
  co_return show(with, answer);
}

asio::awaitable<result<int>> remove(context& with, const values& given) {
  const auto id = given.id<token_id>("TOKEN");
  const auto answer = co_await with.api.tokens().remove(id);
  co_return show_done(with, answer, id.str(), "deleted");
}

std::vector<std::string_view> scope_words() {
  constexpr auto words = words_of(token_scope{});
  return {words.begin() + 1, words.end()};  // without `unknown`
}

}  // namespace

std::vector<command> token_commands() {
  return {
      {.group = "tokens",
       .name = "list",
       .help = "List API tokens",
       .parameters = {},
       .needs = needs::token,
       .remote = list},
      {.group = "tokens",
       .name = "create",
       .help = "Make an API token; it is shown this once",
       .parameters = {{.name = "--name", .value = "NAME", .help = "What it is for", .required = true},
                      {.name = "--scope",
                       .value = "SCOPE",
                       .help = "What it may do; may be given more than once",
                       .takes = takes::hint,
                       .required = true,
                       .many = true,
                       .words = scope_words()},
                      {.name = "--expires-in-days",
                       .value = "N",
                       .help = "It never does when not given",
                       .takes = takes::number},
                      {.name = "--environment",
                       .value = "NAME",
                       .help = "The arena's choice when not given",
                       .takes = takes::hint,
                       .words = {"production", "sandbox"}}},
       .needs = needs::token,
       .remote = create},
      {.group = "tokens",
       .name = "delete",
       .help = "Withdraw an API token",
       .parameters = {{.name = "TOKEN", .help = "Its id", .takes = takes::id, .required = true}},
       .needs = needs::token,
       .remote = remove},
  };
}

}  // namespace bouts::cli
