#include "cli/arguments.hpp"
#include "cli/show.hpp"
#include "core/base/limits.hpp"

namespace bouts::cli {

namespace asio = boost::asio;

namespace {

struct list_options {
  std::string status;
  std::string format;
  std::string category;
  std::optional<int> page;
  std::optional<int> limit;
};

asio::awaitable<result<int>> list(context& with, list_options options) {
  const challenge_filter filter{.status = options.status,
                                .format = options.format,
                                .category = options.category,
                                .page = options.page,
                                .limit = options.limit};
  const auto answer = co_await with.api.challenges().list(filter);
  co_return show(with, answer);
}

asio::awaitable<result<int>> get(context& with, challenge_id id) {
  const auto answer = co_await with.api.challenges().get(id);
  co_return show(with, answer);
}

}  // namespace

void add_challenges(CLI::App& program, action& chosen) {
  CLI::App& group = *program.add_subcommand("challenges", "What can be entered")->require_subcommand(1);

  const auto filter = std::make_shared<list_options>();
  CLI::App& listing =
      add_command(group, chosen, "list", "List challenges; without a token only active ones", list, filter);
  listing.add_option("--status", filter->status, "Only with this status, e.g. active");
  listing.add_option("--format", filter->format, "Only of this format, e.g. sprint");
  listing.add_option("--category", filter->category, "Only of this category");
  listing.add_option("--page", filter->page, "Page, from 1")->check(CLI::PositiveNumber);
  listing.add_option("--limit", filter->limit, "Challenges on a page")
      ->check(CLI::Range(1, limits::challenges_page_limit));

  const auto id = std::make_shared<challenge_id>();
  add_id(add_command(group, chosen, "get", "Show one challenge", get, id), "CHALLENGE", *id, "Its id");
}

}  // namespace bouts::cli
