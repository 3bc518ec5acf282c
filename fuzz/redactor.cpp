// No planted secret survives, in whatever form and among whatever text it stands, and redacting twice changes
// nothing.

#include "core/redact/redactor.hpp"

#include "core/base/digest.hpp"
#include "core/base/text.hpp"
#include "fuzz/input.hpp"

#include <array>
#include <string>

namespace {

using arena::fuzz::require;

// With everything that needs an escape somewhere, and what looks like one.
const std::array<std::string, 4> secrets = {"aa_77f1c0de77f1c0de77f1c0de77f1c0de", "p\\ss/wo+rd\"=%41&x",
                                            "S\xC3\xBC\xC3\x9F-und-geheim", "0123456789~abcdefghij"};

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    out += plain ? std::string(1, c) : std::string{'%', digits[byte >> 4U], digits[byte & 15U]};
  }
  return out;
}

std::string json_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    out += c == '"' || c == '\\' || c == '/' ? "\\" : "";
    out += c;
  }
  return out;
}

// What base64 has of it wherever it begins.
std::string in_base64(std::string_view text, std::size_t shift) {
  return bouts::base64(std::string(shift, 'q') + std::string(text) + "zzz");
}

std::string core_of_base64(std::string_view text, std::size_t shift) {
  const std::string padded = std::string(shift, '\0') + std::string(text);
  const std::size_t before = shift == 0 ? 0 : shift + 1;
  return bouts::base64(padded).substr(before, padded.size() * 8 / 6 - before);
}

struct planted {
  std::string form;    // as it stands in the text
  std::string needle;  // what must not be seen afterwards
};

planted plant(std::string_view secret, unsigned how) {
  switch (how % 6) {
    case 0:
      return {std::string(secret), std::string(secret)};
    case 1:
      return {percent_encoded(secret), percent_encoded(secret)};
    case 2:
      return {json_escaped(secret), json_escaped(secret)};
    default: {
      const std::size_t shift = how % 3;
      return {in_base64(secret, shift), core_of_base64(secret, shift)};
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const arena::redactor redact = [] {
    std::vector<bouts::secret> own;
    for (const auto& one : secrets) {
      own.emplace_back(one);
    }
    return arena::redactor(own);
  }();
  arena::fuzz::input in(data, size);
  const auto& secret = secrets.at(in.byte() % secrets.size());
  const auto one = plant(secret, in.byte());
  const std::string front = bouts::to_valid_utf8(in.take(in.up_to(200)));
  const std::string back = bouts::to_valid_utf8(in.rest().substr(0, 4000));
  const std::string text = redact.text(front + one.form + back);
  require(bouts::is_valid_utf8(text), "what is redacted is valid UTF-8");
  require(text.find(one.needle) == std::string::npos, "no secret survives");
  require(redact.text(text) == text, "redacting twice changes nothing");
  const auto event =
      redact.event(bouts::agent_event{.summary = front + one.form + back, .stage = one.form + back});
  for (const auto& shown : {event.event().summary, event.event().stage}) {
    require(shown->find(secret) == std::string::npos, "no secret survives in an event");
    require(bouts::is_valid_utf8(*shown), "what is shown is valid UTF-8");
  }
  require(bouts::utf16_length(*event.event().summary) <= 500, "a summary is within its limit");
  require(bouts::utf16_length(*event.event().stage) <= 100, "a stage is within its limit");
  return 0;
}
