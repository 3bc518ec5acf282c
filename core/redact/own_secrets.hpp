// The secrets that this daemon holds, found by value in whatever form they were written: raw,
// percent-encoded, JSON-escaped or any mixture of these, and in base64 or base64url at each of the three
// alignments, also over line ends. At the edges of a text a part of a secret counts too, as agents cut what
// they print.
//
// Immutable after construction; safe to use concurrently.
#pragma once

#include "core/base/secret.hpp"
#include "core/redact/span.hpp"

#include <bitset>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace arena::redaction {

inline constexpr std::size_t min_own_secret = 8;  // bytes; shorter ones would blank out ordinary words
inline constexpr std::size_t min_own_part = 12;   // bytes of a secret at the edge of a text; the same reason

class own_secrets {
 public:
  explicit own_secrets(const std::vector<bouts::secret>& secrets);

  // Appends where they stand in `text`.
  void find(std::string_view text, std::vector<span>& spans) const;

 private:
  // One form of a secret that is looked for.
  struct needle {
    std::string bytes;
    bool base64 = false;
    std::size_t before = 0;  // base64: how many characters in front of it hold some of its bits
    bool after = false;      // base64: whether the character behind it does
  };
  struct reading;

  // Which two bytes may follow each other at certain places of the needles, in the form that a text has them.
  // Two bytes tell nearly every place of a text apart from a secret (1 ns a byte instead of 20).
  class pairs {
   public:
    pairs();
    // REQUIRES a byte behind the one at `at`.
    void add(const needle& one, std::size_t at);
    bool may_begin(std::string_view text, std::size_t at) const;
    // The first place from `at` on where one may begin; the text's size when there is none.
    std::size_t next(std::string_view text, std::size_t at) const;

   private:
    std::bitset<256 * 256> raw_;
    std::bitset<256 * 256> raw_or_escape_;
    std::bitset<256> first_;  // what an escape has to stand for
  };

  void add(std::string_view secret);
  static reading read(std::string_view text, std::size_t at, const needle& one, std::size_t from,
                      bool escaped);
  static std::size_t end_at(std::string_view text, std::size_t at, const needle& one, std::size_t from);
  void find_cut_at_front(std::string_view text, std::vector<span>& spans) const;
  static span widened(std::string_view text, span found, const needle& one);

  std::vector<needle> needles_;
  pairs starts_;  // of the needles
  pairs inner_;   // of what may be left of them at the front of a text
};

}  // namespace arena::redaction
