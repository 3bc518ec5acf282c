// Writes YAML that read_yaml reads back: block mappings, lists in brackets, one level of list items with
// mappings.
#pragma once

#include "core/base/secret.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace arena::config {

class yaml_writer {
 public:
  // What is `hidden` is masked wherever it stands in a value.
  explicit yaml_writer(std::vector<bouts::secret> hidden = {});

  // "key: text", quoted where it would otherwise mean something else; a '$', and the ':' of a text that looks
  // like a reference, are doubled, so that they stand for themselves.
  void scalar(std::string_view key, std::string_view text);
  void list(std::string_view key, const std::vector<std::string>& items);
  // "key:" and, until end(), what belongs in it. A mapping that stays empty is written "{}".
  void begin(std::string_view key);
  void end();
  // "- " before the next key, for a list of mappings; between begin() and end().
  void begin_item();
  void end_item();
  void comment(std::string_view text);

  const std::string& text() const noexcept { return text_; }

 private:
  void key(std::string_view name);
  std::string value(std::string_view text) const;

  std::vector<bouts::secret> hidden_;  // the longest first
  std::string text_;
  std::size_t depth_ = 0;
  bool at_item_ = false;         // the next key follows a "- "
  bool nothing_inside_ = false;  // since the last begin()
};

}  // namespace arena::config
