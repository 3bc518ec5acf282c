#include "cli/diagnosis.hpp"

#include "cli/exit_code.hpp"
#include "core/base/text.hpp"
#include "core/wire/json_writer.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace bouts::cli {

namespace {

// Beyond the second that a Date header is exact to, and what a slow answer adds.
constexpr std::chrono::seconds harmless_offset{5};

constexpr std::array<std::string_view, 4> needed_scopes = {"challenge:enter", "submission:create",
                                                           "submission:read", "result:read"};

std::string remedy_for(errc kind) {
  switch (kind) {
    case errc::unauthorized:
      return "make a new token on the web page and store it with `bouts login`";
    case errc::forbidden:
      return "use a token of the right environment, with the scopes that are needed";
    case errc::network:
      return "look at the network, the firewall and the proxy (HTTPS_PROXY, NO_PROXY)";
    case errc::tls:
      return "look at the clock; behind a proxy that looks into TLS name its authority with --ca-file";
    case errc::timed_out:
      return "try again, or with a longer --timeout; a firewall may swallow what is sent";
    case errc::bad_url:
      return "mend --url or BOUTS_BASE_URL, or the proxy's address";
    case errc::rate_limited:
      return "wait a minute and try again";
    case errc::server:
      return "the arena has trouble of its own: try again later";
    case errc::io:
    case errc::config:
      return "mend the file or setting that is named";
    default:
      return "look whether the address is the arena's";
  }
}

std::string_view word_of(mark of) noexcept {
  constexpr std::array<std::string_view, 4> words = {"pass", "warn", "fail", "skipped"};
  return words.at(static_cast<std::size_t>(of));
}

std::string sign_of(mark of, bool colour) {
  constexpr std::array<std::pair<std::string_view, paint>, 4> signs = {
      {{"✓", paint::green}, {"!", paint::yellow}, {"✗", paint::red}, {"-", paint::dim}}};
  const auto& [sign, how] = signs.at(static_cast<std::size_t>(of));
  return painted(sign, colour ? how : paint::none);
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    text += (text.empty() ? "" : ", ") + word;
  }
  return text;
}

bool speaks_of_scopes(const dry_run_check& one) {
  return one.check.find("scope") != std::string::npos;
}

// The needed ones that are not in a list of scopes; none for a text that is no such list.
std::vector<std::string> missing_from(std::string_view listed) {
  std::vector<std::string> missing;
  for (const std::string_view scope : needed_scopes) {
    if (listed.find(':') != std::string_view::npos && listed.find(scope) == std::string_view::npos) {
      missing.emplace_back(scope);
    }
  }
  return missing;
}

}  // namespace

finding failed(std::string check, const error& why) {
  return {.check = std::move(check),
          .mark = mark::fail,
          .reason = clean(why.describe()),
          .remedy = remedy_for(why.kind),
          .kind = why.kind};
}

finding judge_clock(milliseconds offset) {
  const std::string size = format_duration(std::chrono::abs(offset));
  if (std::chrono::abs(offset) <= harmless_offset) {
    return {
        .check = "clock", .mark = mark::pass, .reason = "within " + size + " of the arena's", .remedy = {}};
  }
  return {.check = "clock",
          .mark = mark::warn,
          .reason = size + (offset > milliseconds::zero() ? " behind" : " ahead of") + " the arena's",
          .remedy = "have it set by the network: timedatectl set-ntp true"};
}

finding judge_scopes(const std::vector<dry_run_check>& checks) {
  std::vector<std::string> wrong;
  bool told = false;
  for (const dry_run_check& one : checks) {
    if (!speaks_of_scopes(one)) {
      continue;
    }
    told = true;
    if (one.status == check_status::fail) {
      wrong.push_back(clean(one.detail.empty() ? one.check : one.detail));
    } else {
      std::ranges::move(missing_from(one.detail), std::back_inserter(wrong));
    }
  }
  std::ranges::sort(wrong);
  wrong.erase(std::unique(wrong.begin(), wrong.end()), wrong.end());
  if (!wrong.empty()) {
    return {.check = "scopes",
            .mark = mark::fail,
            .reason = "missing: " + joined(wrong),
            .remedy = "make a token with challenge:enter, submission:create, submission:read and result:read",
            .kind = errc::forbidden};
  }
  return told ? finding{.check = "scopes", .mark = mark::pass, .reason = "enough for a bout", .remedy = {}}
              : finding{
                    .check = "scopes", .mark = mark::warn, .reason = "the arena does not tell", .remedy = {}};
}

int exit_code_of(const std::vector<finding>& all) noexcept {
  const auto first = std::ranges::find(all, mark::fail, &finding::mark);
  return first == all.end() ? exit_ok : exit_code(first->kind);
}

std::string to_text(const std::vector<finding>& all, const style& how) {
  std::size_t widest = 0;
  for (const finding& one : all) {
    widest = std::max(widest, display_width(one.check));
  }
  std::string text;
  for (const finding& one : all) {
    text += sign_of(one.mark, how.colour) + ' ' + one.check +
            std::string(widest - display_width(one.check) + 2, ' ');
    text += clean(one.reason) + '\n';
    text += one.remedy.empty() ? "" : std::string(widest + 4, ' ') + "→ " + one.remedy + '\n';
  }
  return text;
}

std::string to_json(const std::vector<finding>& all) {
  json_writer json;
  json.begin_object().key("ok").boolean(exit_code_of(all) == exit_ok).key("checks").begin_array();
  for (const finding& one : all) {
    json.begin_object().key("check").string(one.check).key("mark").string(word_of(one.mark));
    json.key("reason").string(to_valid_utf8(one.reason)).key("remedy");
    if (one.remedy.empty()) {
      json.null();
    } else {
      json.string(one.remedy);
    }
    json.end_object();
  }
  return json.end_array().end_object().take();
}

}  // namespace bouts::cli
