#include "core/redact/own_secrets.hpp"

#include "core/base/digest.hpp"
#include "core/redact/characters.hpp"
#include "core/redact/escapes.hpp"

#include <algorithm>
#include <utility>

namespace arena::redaction {

namespace {

constexpr std::string_view kind = "secret";
constexpr std::size_t nowhere = std::string_view::npos;
constexpr std::size_t longest_escape = 12;  // a surrogate pair in JSON

std::size_t index_of(char c) {
  return static_cast<unsigned char>(c);
}

std::size_t pair_of(char first, char second) {
  return index_of(first) * 256 + index_of(second);
}

// base64url in the alphabet of base64, so that one needle finds both.
char to_base64(char c) {
  return c == '-' ? '+' : c == '_' ? '/' : c;
}
bool is_base64(char c) {
  return is_letter(c) || is_digit(c) || to_base64(c) == '+' || to_base64(c) == '/';
}
bool is_line_end(char c) {
  return c == '\n' || c == '\r';
}

}  // namespace

// How far the text and a needle agree.
struct own_secrets::reading {
  std::size_t end = 0;    // in the text
  std::size_t bytes = 0;  // of the needle
  bool complete = false;  // the whole needle was there
  bool cut = false;       // the text ended before the needle did
};

own_secrets::own_secrets(const std::vector<bouts::secret>& secrets) {
  constexpr std::size_t forms = 4;  // raw, and three alignments of base64
  needles_.reserve(forms * secrets.size());
  for (const auto& one : secrets) {
    if (one.reveal().size() >= min_own_secret) {
      add(one.reveal());
    }
  }
  for (const auto& one : needles_) {
    starts_.add(one, 0);
    for (std::size_t from = 1; from + min_own_part <= one.bytes.size(); ++from) {
      inner_.add(one, from);
    }
  }
}

own_secrets::pairs::pairs() {
  for (const char begin : {'%', '\\'}) {
    for (const char c : std::string_view("0123456789abcdefABCDEF\"\\/nrtu'")) {
      raw_or_escape_.set(pair_of(begin, c));
    }
  }
}

void own_secrets::pairs::add(const needle& one, std::size_t at) {
  const auto forms = [&](char c) {
    const bool other = one.base64 && (c == '+' || c == '/');
    return other ? std::string{c, c == '+' ? '-' : '_'} : std::string{c};
  };
  // What may stand behind the first byte: the second, an escape of it, or the end of a line of base64.
  const std::string behind = forms(one.bytes[at + 1]) + "%\\" + (one.base64 ? "\n\r" : "");
  for (const char first : forms(one.bytes[at])) {
    first_.set(index_of(first));
    for (const char second : behind) {
      raw_.set(pair_of(first, second));
    }
  }
  raw_or_escape_ |= raw_;
}

bool own_secrets::pairs::may_begin(std::string_view text, std::size_t at) const {
  if (at + 1 >= text.size()) {
    return false;  // one byte is a part of a secret that is too short to count
  }
  if (raw_.test(pair_of(text[at], text[at + 1]))) {
    return true;
  }
  const auto escape = read_escape(text.substr(at));
  return escape && first_.test(index_of(escape->bytes[0]));
}

std::size_t own_secrets::pairs::next(std::string_view text, std::size_t at) const {
  for (; at + 1 < text.size(); ++at) {
    if (raw_or_escape_[pair_of(text[at], text[at + 1])] && may_begin(text, at)) {
      return at;
    }
  }
  return text.size();
}

void own_secrets::add(std::string_view secret) {
  needles_.push_back({.bytes = std::string(secret)});
  for (const std::size_t alignment : {0U, 1U, 2U}) {
    const std::string padded = std::string(alignment, '\0') + std::string(secret);
    // What holds bits of the bytes in front or behind looks different each time, and is left out.
    const std::size_t before = alignment == 0 ? 0 : alignment + 1;
    const std::size_t sextets = padded.size() * 8 / 6;
    needles_.push_back({.bytes = bouts::base64(padded).substr(before, sextets - before),
                        .base64 = true,
                        .before = before,
                        .after = padded.size() * 8 % 6 != 0});
  }
}

// `escaped`: an escape counts for what it stands for, and for itself only where that does not fit. Without it
// a backslash of the secret's own could be taken for the beginning of an escape.
own_secrets::reading own_secrets::read(std::string_view text, std::size_t at, const needle& one,
                                       std::size_t from, bool escaped) {
  const std::string_view wanted = std::string_view(one.bytes).substr(from);
  const auto fits = [&](std::string_view said, std::size_t done) {
    const auto part = wanted.substr(done, said.size());
    return one.base64 ? std::ranges::equal(said, part, {}, to_base64) : said == part;
  };
  reading so_far{.end = at};
  while (so_far.bytes < wanted.size()) {
    const std::string_view rest = text.substr(so_far.end);
    if (rest.empty()) {
      so_far.cut = true;
      return so_far;
    }
    const auto known = escaped ? read_escape(rest) : std::nullopt;
    const std::string_view meaning = known ? known->meaning() : rest.substr(0, 1);
    if (one.base64 && so_far.bytes > 0 && is_line_end(meaning.front())) {
      so_far.end += known ? known->length : 1;
    } else if (fits(meaning, so_far.bytes)) {
      so_far.end += known ? known->length : 1;
      so_far.bytes += meaning.size();
    } else if (fits(rest.substr(0, 1), so_far.bytes)) {
      so_far.end += 1;
      so_far.bytes += 1;
    } else {
      so_far.cut = escaped && rest.size() < longest_escape && (rest[0] == '%' || rest[0] == '\\') && !known;
      so_far.end += so_far.cut ? rest.size() : 0;
      return so_far;
    }
  }
  so_far.complete = true;
  return so_far;
}

// Where the needle, from its byte `from` on, ends that stands at `at`; `nowhere` when it does not stand
// there.
std::size_t own_secrets::end_at(std::string_view text, std::size_t at, const needle& one, std::size_t from) {
  const char first = text[at];
  const bool escape = first == '%' || first == '\\';
  const char wanted = one.bytes[from];
  if (!escape && first != wanted && !(one.base64 && to_base64(first) == wanted)) {
    return nowhere;  // by far the most often
  }
  for (const bool escaped : {false, true}) {
    const reading found = read(text, at, one, from, escaped);
    if (found.complete || (found.cut && found.bytes >= min_own_part)) {
      return found.end;
    }
  }
  return nowhere;
}

span own_secrets::widened(std::string_view text, span found, const needle& one) {
  for (std::size_t i = 0; i < one.before && found.begin > 0 && is_base64(text[found.begin - 1]); ++i) {
    --found.begin;
  }
  if (one.after && found.end < text.size() && is_base64(text[found.end])) {
    ++found.end;
  }
  while (found.end < text.size() && text[found.end] == '=') {
    ++found.end;
  }
  return found;
}

void own_secrets::find_cut_at_front(std::string_view text, std::vector<span>& spans) const {
  if (!inner_.may_begin(text, 0)) {
    return;
  }
  for (const auto& one : needles_) {
    for (std::size_t from = 1; from + min_own_part <= one.bytes.size(); ++from) {
      if (const auto end = end_at(text, 0, one, from); end != nowhere) {
        spans.push_back(widened(text, {.begin = 0, .end = end, .kind = kind}, one));
        break;
      }
    }
  }
}

void own_secrets::find(std::string_view text, std::vector<span>& spans) const {
  if (text.empty() || needles_.empty()) {
    return;
  }
  find_cut_at_front(text, spans);
  for (auto at = starts_.next(text, 0); at < text.size(); at = starts_.next(text, at + 1)) {
    for (const auto& one : needles_) {
      if (const auto end = end_at(text, at, one, 0); end != nowhere) {
        spans.push_back(widened(text, {.begin = at, .end = end, .kind = kind}, one));
      }
    }
  }
}

}  // namespace arena::redaction
