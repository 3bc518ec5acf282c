#include "daemon/sqlite.hpp"

#include <sqlite3.h>

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace arena::sqlite {

namespace {

constexpr int busy_timeout_ms = 2'000;  // somebody may be looking into the file with a tool of theirs

std::unexpected<bouts::error> failure(int code, std::string_view words) {
  const int primary = code & 0xff;
  // Our statements never change: when one is not understood (SQLITE_ERROR), the schema is not what we wrote.
  const bool damaged = primary == SQLITE_CORRUPT || primary == SQLITE_NOTADB || primary == SQLITE_ERROR;
  return bouts::fail(damaged ? bouts::errc::bad_answer : bouts::errc::io,
                     "the journal cannot be used: " + std::string(words));
}

std::unexpected<bouts::error> failure_of(sqlite3* opened) {
  return failure(sqlite3_extended_errcode(opened), sqlite3_errmsg(opened));
}

}  // namespace

statement::statement(bouts::result<sqlite3_stmt*> prepared)
    : prepared_(prepared ? *prepared : nullptr, finalize) {
  if (!prepared) {
    unusable_ = std::move(prepared.error());
  }
}

void statement::finalize(sqlite3_stmt* prepared) {
  sqlite3_finalize(prepared);
}

statement& statement::bind(std::int64_t number) {
  sqlite3_bind_int64(prepared_.get(), ++bound_, number);
  return *this;
}

statement& statement::bind(std::string_view text) {
  sqlite3_bind_text64(prepared_.get(), ++bound_, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  return *this;
}

statement& statement::bind(bouts::wall_time time) {
  return bind(static_cast<std::int64_t>(time.time_since_epoch().count()));
}

statement& statement::bind_null() {
  sqlite3_bind_null(prepared_.get(), ++bound_);
  return *this;
}

bouts::result<bool> statement::step() {
  if (unusable_) {
    return std::unexpected(*unusable_);
  }
  const int code = sqlite3_step(prepared_.get());
  if (code == SQLITE_ROW) {
    return true;
  }
  if (code == SQLITE_DONE) {
    return false;
  }
  return failure_of(sqlite3_db_handle(prepared_.get()));
}

bouts::status statement::run() {
  if (const auto done = step(); !done) {
    return std::unexpected(done.error());
  }
  return {};
}

std::int64_t statement::number(int column) const {
  return sqlite3_column_int64(prepared_.get(), column);
}

std::string statement::text(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(prepared_.get(), column));
  const auto size = sqlite3_column_bytes(prepared_.get(), column);
  return bytes == nullptr ? std::string() : std::string(bytes, static_cast<std::size_t>(size));
}

bouts::wall_time statement::time(int column) const {
  return bouts::wall_time(bouts::milliseconds(number(column)));
}

bool statement::is_null(int column) const {
  return sqlite3_column_type(prepared_.get(), column) == SQLITE_NULL;
}

void database::close(sqlite3* opened) {
  sqlite3_close_v2(opened);
}

bouts::result<database> database::open(const std::filesystem::path& file) {
  // SQLite gives the files beside it the mode of the first.
  constexpr mode_t owner_only = 0600;
  const int made = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, owner_only);
  if (made < 0) {
    return bouts::fail(bouts::errc::io,
                       "cannot open " + file.string() + ": " + std::generic_category().message(errno));
  }
  ::close(made);
  sqlite3* opened = nullptr;
  const int code =
      sqlite3_open_v2(file.c_str(), &opened, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
  database made_of(opened);
  if (code != SQLITE_OK) {
    return opened != nullptr ? failure_of(opened) : failure(code, sqlite3_errstr(code));
  }
  sqlite3_extended_result_codes(opened, 1);
  sqlite3_busy_timeout(opened, busy_timeout_ms);
  return made_of;
}

statement database::prepare(std::string_view sql) {
  sqlite3_stmt* prepared = nullptr;
  if (sqlite3_prepare_v2(opened_.get(), sql.data(), static_cast<int>(sql.size()), &prepared, nullptr) !=
      SQLITE_OK) {
    return statement(failure_of(opened_.get()));
  }
  return statement(prepared);
}

bouts::status database::run(const std::string& sql) {
  if (sqlite3_exec(opened_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
    return failure_of(opened_.get());
  }
  return {};
}

bouts::result<transaction> transaction::begin(database& in) {
  if (auto begun = in.run("BEGIN IMMEDIATE"); !begun) {
    return std::unexpected(begun.error());
  }
  return transaction(in);
}

transaction::~transaction() {
  if (in_ != nullptr) {
    // A failure here means that SQLite has rolled back by itself already.
    [[maybe_unused]] const auto rolled_back = in_->run("ROLLBACK");
  }
}

bouts::status transaction::commit() {
  auto done = in_->run("COMMIT");
  if (done) {
    in_ = nullptr;
  }
  return done;
}

}  // namespace arena::sqlite
