#include "cli/show.hpp"
#include "core/base/limits.hpp"

namespace bouts::cli {

namespace asio = boost::asio;

namespace {

challenge_filter filter_of(const values& given) {
  return {.status = given.text("--status"),
          .format = given.text("--format"),
          .category = given.text("--category"),
          .page = given.number("--page"),
          .limit = given.number("--limit")};
}

// Every page as one table; as JSON Lines each challenge as soon as it is there.
asio::awaitable<result<int>> list_all(context& with, const values& given) {
  auto all = with.api.challenges().all(filter_of(given));
  page<challenge> found;
  while (true) {
    auto next = co_await all.next_page();
    if (!next) {
      co_return std::unexpected(std::move(next.error()));
    }
    if (!*next) {
      break;
    }
    for (challenge& one : (*next)->items) {
      if (!with.here.json) {
        found.items.push_back(std::move(one));
      } else if (auto printed = print_document(with.here, to_json(one)); !printed) {
        co_return printed;
      }
    }
  }
  co_return with.here.json ? result<int>(exit_ok) : show(with, result<page<challenge>>(std::move(found)));
}

asio::awaitable<result<int>> list(context& with, const values& given) {
  if (given.has("--all")) {
    co_return co_await list_all(with, given);
  }
  const challenge_filter filter = filter_of(given);
  const auto answer = co_await with.api.challenges().list(filter);
  co_return show(with, answer);
}

asio::awaitable<result<int>> get(context& with, const values& given) {
  const auto id = given.id<challenge_id>("CHALLENGE");
  const auto answer = co_await with.api.challenges().get(id);
  co_return show(with, answer);
}

asio::awaitable<result<int>> create_session(context& with, const values& given) {
  const auto id = given.id<challenge_id>("CHALLENGE");
  const auto answer = co_await with.api.challenges().create_session(id);
  co_return show(with, answer);
}

const parameter which = {.name = "CHALLENGE", .help = "Its id", .takes = takes::id, .required = true};

}  // namespace

std::vector<command> challenge_commands() {
  constexpr std::string_view opening = "Enter a challenge: opens a session and starts the clock";
  return {
      {.group = "challenges",
       .name = "list",
       .help = "List challenges; without a token only active ones",
       .parameters = {{.name = "--status",
                       .value = "STATUS",
                       .help = "Only with this status, e.g. active",
                       .takes = takes::hint,
                       .words = {"upcoming", "active", "judging", "completed"}},
                      {.name = "--format", .value = "FORMAT", .help = "Only of this format, e.g. sprint"},
                      {.name = "--category", .value = "CATEGORY", .help = "Only of this category"},
                      {.name = "--page", .value = "N", .help = "Page, from 1", .takes = takes::number},
                      {.name = "--limit",
                       .value = "N",
                       .help = "Challenges on a page",
                       .takes = takes::number,
                       .most = limits::challenges_page_limit},
                      {.name = "--all",
                       .help = "All pages; with --json as JSON Lines",
                       .takes = takes::flag}},
       .remote = list},
      {.group = "challenges",
       .name = "get",
       .help = "Show one challenge",
       .parameters = {which},
       .remote = get},
      {.group = "challenges",
       .name = "create-session",
       .help = opening,
       .parameters = {which},
       .needs = needs::token,
       .remote = create_session},
      {.group = "sessions",
       .name = "open",
       .help = opening,
       .parameters = {which},
       .needs = needs::token,
       .remote = create_session},
  };
}

}  // namespace bouts::cli
