#include "daemon/bout_note.hpp"

#include "core/bout/saved_record.hpp"
#include "core/wire/json_writer.hpp"
#include "daemon/files.hpp"

#include <boost/json.hpp>

#include <algorithm>
#include <optional>

namespace arena {

namespace {

constexpr std::size_t max_note_bytes = 4 * 1024 * 1024;  // a challenge's texts and a breakdown

std::optional<bout_note> parse_note(std::string_view text) {
  boost::json::error_code ec;
  const auto value = boost::json::parse(text, ec);
  if (ec || !value.is_object()) {
    return std::nullopt;
  }
  const auto* agent = value.get_object().if_contains("agent");
  const auto* record = value.get_object().if_contains("record");
  if (agent == nullptr || !agent->is_string() || record == nullptr) {
    return std::nullopt;
  }
  auto loaded = load_record(boost::json::serialize(*record));
  if (!loaded || loaded->assigned.entry_id.empty()) {
    return std::nullopt;
  }
  return bout_note{.agent = std::string(agent->get_string()), .record = std::move(*loaded)};
}

std::uint64_t size_of(const std::filesystem::path& file) {
  std::error_code ec;
  const auto size = std::filesystem::file_size(file, ec);
  return ec ? 0 : size;
}

}  // namespace

output_position position_at_end(const run_directory& directory, int attempt) {
  return {.attempt = attempt,
          .out = size_of(directory.out()),
          .err = size_of(directory.err()),
          .events_bytes = size_of(directory.events())};
}

bouts::status write_bout_note(const run_directory& directory, const bout_note& note) {
  bouts::json_writer json;
  json.begin_object().key("agent").string(note.agent).key("record").raw(save_record(note.record));
  return write_durably(directory.note(), json.end_object().take() + "\n");
}

found_notes find_bout_notes(const std::filesystem::path& state) {
  found_notes found;
  std::error_code ec;
  for (std::filesystem::directory_iterator each(state / "runs", ec), end; !ec && each != end;
       each.increment(ec)) {
    const auto text = read_file(each->path() / run_directory::note_name, max_note_bytes);
    auto note = text && *text ? parse_note(**text) : std::nullopt;
    if (note && note->record.assigned.entry_id.str() == each->path().filename()) {
      found.notes.push_back(std::move(*note));
    } else {
      found.unreadable.push_back(each->path().filename().string());
    }
  }
  std::ranges::sort(found.unreadable);
  return found;
}

}  // namespace arena
