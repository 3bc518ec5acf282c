#include "cli/show.hpp"

#include "core/wire/json_writer.hpp"

namespace bouts::cli {

style style_of(const console& here, wall_time now) {
  return {.columns = static_cast<std::size_t>(here.with.columns), .colour = here.colour(), .now = now};
}

result<int> print_document(const console& here, const std::string& document) {
  if (here.field.empty()) {
    here.with.out << harmless_json(document) << '\n';
    return exit_ok;
  }
  const auto found = field_of(document, here.field);
  if (!found) {
    return std::unexpected(found.error());
  }
  here.with.out << (here.with.columns > 0 ? clean(*found) : *found) << '\n';
  return exit_ok;
}

result<int> show_done(context& with, const status& answer, const std::string& id, const std::string& what) {
  if (!answer) {
    return std::unexpected(answer.error());
  }
  if (with.here.json) {
    json_writer json;
    json.begin_object().key("id").string(id).key(what).boolean(true).end_object();
    return print_document(with.here, json.take());
  }
  with.here.with.out << id << ' ' << what << '\n';
  return exit_ok;
}

}  // namespace bouts::cli
