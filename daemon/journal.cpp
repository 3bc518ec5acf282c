#include "daemon/journal.hpp"

#include "daemon/bout_note.hpp"
#include "daemon/clock.hpp"
#include "daemon/journal_file.hpp"

#include <algorithm>
#include <utility>

namespace arena {

namespace asio = boost::asio;

class journal::database {
 public:
  explicit database(journal_file opened) : file(std::move(opened)) {}
  journal_file file;
};

namespace {

constexpr const char* file_name = "journal.db";

// journal.db-wal and journal.db-shm belong to it.
bouts::result<std::filesystem::path> put_aside(const std::filesystem::path& file) {
  std::string stamp = bouts::format_iso8601(wall_now());
  std::ranges::replace(stamp, ':', '-');
  auto aside = file;
  aside += ".damaged-" + stamp;
  for (const char* suffix : {"", "-wal", "-shm"}) {
    std::error_code ec;
    std::filesystem::rename(file.string() + suffix, aside.string() + suffix, ec);
    if (ec && ec != std::errc::no_such_file_or_directory) {
      return bouts::fail(bouts::errc::io,
                         "the damaged journal " + file.string() + " cannot be put aside: " + ec.message());
    }
  }
  return aside;
}

// What was sent, nobody knows any more: so what is there already counts as shown, and only what comes is
// sent.
bout_checkpoint shown_so_far(const run_directory& directory, const bout_record& record) {
  stream_state stream;
  stream.announced = {bouts::event_type::started};
  return {.position = position_at_end(directory, record.attempt), .stream = stream};
}

// Fills an empty journal from the run directories. Words of what was found; none when there was nothing.
bouts::result<std::string> rebuild(journal_file& into, const std::filesystem::path& state) {
  const auto found = find_bout_notes(state);
  if (found.notes.empty() && found.unreadable.empty()) {
    return std::string();
  }
  std::size_t at_work = 0;
  for (auto [agent, record] : found.notes) {
    // Whether its submission was sent is not known: the arena will be asked.
    record.answer_lost = record.answer_lost || record.state == bout_state::submitting;
    const auto directory = run_directory::create(state, record.assigned.entry_id);
    if (!directory) {
      return std::unexpected(directory.error());
    }
    const auto shown = record.closed ? std::nullopt : std::optional(shown_so_far(*directory, record));
    if (auto saved = into.save(agent, record, shown, std::nullopt); !saved) {
      return std::unexpected(saved.error());
    }
    at_work += record.closed ? 0 : 1;
  }
  std::string words = std::to_string(found.notes.size()) + " bout(s) were read from the run directories, " +
                      std::to_string(at_work) + " of them unfinished";
  if (!found.unreadable.empty()) {
    words += "; nothing could be read of " + std::to_string(found.unreadable.size()) + ", the first is " +
             found.unreadable.front();
  }
  return words;
}

// The file takes its place when it is whole: when we die before, the next daemon begins again.
bouts::result<std::string> rebuild_beside(const std::filesystem::path& path,
                                          const std::filesystem::path& state) {
  const auto beside = path.string() + ".new";
  std::error_code ec;
  for (const char* suffix : {"", "-wal", "-shm"}) {
    std::filesystem::remove(beside + suffix, ec);
  }
  std::string words;
  {
    auto fresh = journal_file::open(beside);
    if (!fresh) {
      return std::unexpected(fresh.error());
    }
    auto found = rebuild(*fresh, state);
    if (!found) {
      return found;
    }
    words = std::move(*found);
  }  // closing it writes its log back into it
  std::filesystem::rename(beside, path, ec);
  if (ec) {
    return bouts::fail(bouts::errc::io, "the new journal cannot be put in place: " + ec.message());
  }
  return words;
}

}  // namespace

journal::journal(std::unique_ptr<database> opened) : database_(std::move(opened)) {}
journal::~journal() = default;

bouts::result<journal::opening> journal::open(const std::filesystem::path& state) {
  const auto path = state / file_name;
  std::error_code ec;
  std::optional<std::string> warning;
  // Without a file there may be runs all the same: of a rebuilding that was cut short.
  const bool is_there = std::filesystem::exists(path, ec);
  auto file = is_there
                  ? journal_file::open(path)
                  : bouts::result<journal_file>(bouts::fail(bouts::errc::bad_answer, "there is no journal"));
  if (!file && file.error().kind == bouts::errc::bad_answer) {
    const auto why = file.error().message;
    const auto aside = is_there ? put_aside(path) : path;
    if (!aside) {
      return std::unexpected(aside.error());
    }
    const auto found = rebuild_beside(path, state);
    if (!found) {
      return std::unexpected(found.error());
    }
    if (is_there || !found->empty()) {
      warning = why + (is_there ? "; it was put aside as " + aside->string() : "") + "; " +
                (found->empty() ? "there are no run directories to read" : *found);
    }
    file = journal_file::open(path);
  }
  if (!file) {
    return std::unexpected(file.error());
  }
  std::unique_ptr<journal> made(new journal(std::make_unique<database>(std::move(*file))));
  return opening{.opened = std::move(made), .warning = std::move(warning)};
}

template <class Work>
asio::awaitable<std::invoke_result_t<Work&>> journal::on_thread(purpose why, Work work) {
  const auto begun = mono_now();
  if (open_calls_++ == 0) {
    last_move_ = begun;
  }
  auto outcome = co_await thread_.run(std::move(work));
  last_move_ = mono_now();
  --open_calls_;
  if (measured_ != nullptr) {
    (why == purpose::read ? measured_->journal_reads : measured_->journal_writes).add(last_move_ - begun);
  }
  co_return outcome;
}

asio::awaitable<bouts::status> journal::save(std::string agent, bout_record record,
                                             std::optional<bout_checkpoint> checkpoint,
                                             std::optional<event_account> account) {
  return on_thread(purpose::write,
                   [&file = database_->file, agent = std::move(agent), record = std::move(record),
                    checkpoint = std::move(checkpoint),
                    account = std::move(account)] { return file.save(agent, record, checkpoint, account); });
}

asio::awaitable<bouts::status> journal::save_relay(std::string agent, bouts::entry_id bout,
                                                   std::optional<bout_checkpoint> checkpoint,
                                                   window_state window) {
  return on_thread(purpose::write, [&file = database_->file, agent = std::move(agent), bout = std::move(bout),
                                    checkpoint = std::move(checkpoint), window = std::move(window)] {
    return file.save_relay(agent, bout, checkpoint, window);
  });
}

asio::awaitable<bouts::result<std::vector<journaled_bout>>> journal::open_bouts(
    std::optional<std::string> agent) {
  return on_thread(purpose::read,
                   [&file = database_->file, agent = std::move(agent)] { return file.open_bouts(agent); });
}

asio::awaitable<bouts::result<std::optional<journaled_bout>>> journal::find(bouts::entry_id bout) {
  return on_thread(purpose::read,
                   [&file = database_->file, bout = std::move(bout)] { return file.find(bout); });
}

asio::awaitable<bouts::result<std::vector<journaled_bout>>> journal::history(history_query query) {
  return on_thread(purpose::read,
                   [&file = database_->file, query = std::move(query)] { return file.history(query); });
}

asio::awaitable<bouts::result<std::vector<bouts::entry_id>>> journal::find_by_prefix(std::string prefix,
                                                                                     std::size_t limit) {
  return on_thread(purpose::read, [&file = database_->file, prefix = std::move(prefix), limit] {
    return file.find_by_prefix(prefix, limit);
  });
}

asio::awaitable<bouts::result<std::vector<closed_bout>>> journal::closed() {
  return on_thread(purpose::read, [&file = database_->file] { return file.closed(); });
}

asio::awaitable<bouts::result<std::optional<bout_checkpoint>>> journal::checkpoint(bouts::entry_id bout) {
  return on_thread(purpose::read,
                   [&file = database_->file, bout = std::move(bout)] { return file.checkpoint(bout); });
}

asio::awaitable<bouts::result<window_state>> journal::window(std::string agent) {
  return on_thread(purpose::read,
                   [&file = database_->file, agent = std::move(agent)] { return file.window(agent); });
}

asio::awaitable<bouts::status> journal::forget(std::vector<bouts::entry_id> closed) {
  return on_thread(purpose::write,
                   [&file = database_->file, closed = std::move(closed)] { return file.forget(closed); });
}

asio::awaitable<bouts::status> journal::save_clock(bouts::clock_anchor clock) {
  // `Date` has whole seconds, so two answers of one clock differ by up to one.
  constexpr bouts::milliseconds same{1'000};
  if (clock_ && std::chrono::abs(clock_->at(clock.mono) - clock.server) <= same) {
    co_return bouts::status();
  }
  const auto kept =
      co_await on_thread(purpose::write, [&file = database_->file, clock] { return file.save_clock(clock); });
  if (kept) {
    clock_ = clock;
  }
  co_return kept;
}

asio::awaitable<bouts::result<std::optional<bouts::clock_anchor>>> journal::clock() {
  return on_thread(purpose::read, [&file = database_->file] { return file.clock(); });
}

}  // namespace arena
