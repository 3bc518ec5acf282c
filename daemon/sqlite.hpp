// The little of SQLite that the journal needs, without its header. Blocking; not for two threads at once.
#pragma once

#include "core/base/error.hpp"
#include "core/base/time.hpp"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

struct sqlite3;
struct sqlite3_stmt;

namespace arena::sqlite {

// Failures: errc::bad_answer when the file is damaged or none of SQLite's, errc::io for all else (a full
// disk, a file that cannot be written), each with SQLite's own words.
class statement {
 public:
  // The parameters from left to right.
  statement& bind(std::int64_t number);
  statement& bind(std::string_view text);  // copied
  statement& bind(bouts::wall_time time);  // in milliseconds
  statement& bind_null();
  template <class T>
  statement& bind(const std::optional<T>& value) {
    return value ? bind(*value) : bind_null();
  }

  // The next row: true, and the columns can be read until the next call; false when there is none.
  bouts::result<bool> step();
  // Calls on_row() for each row that is left; ends with the first failure, its own or on_row's.
  template <class OnRow>
  bouts::status each_row(OnRow on_row) {
    for (;;) {
      const auto row = step();
      if (!row) {
        return std::unexpected(row.error());
      }
      if (!*row) {
        return {};
      }
      if (auto done = on_row(); !done) {
        return done;
      }
    }
  }
  // For statements without rows.
  bouts::status run();

  std::int64_t number(int column) const;
  std::string text(int column) const;
  bouts::wall_time time(int column) const;
  bool is_null(int column) const;

 private:
  friend class database;
  explicit statement(bouts::result<sqlite3_stmt*> prepared);
  static void finalize(sqlite3_stmt* prepared);

  std::unique_ptr<sqlite3_stmt, void (*)(sqlite3_stmt*)> prepared_;
  std::optional<bouts::error> unusable_;
  int bound_ = 0;
};

class database {
 public:
  // Creates the file, mode 0600, when there is none.
  static bouts::result<database> open(const std::filesystem::path& file);

  // What is wrong with the statement, its first step tells.
  statement prepare(std::string_view sql);
  // One or more statements whose rows nobody wants.
  bouts::status run(const std::string& sql);

 private:
  explicit database(sqlite3* opened) : opened_(opened, close) {}
  static void close(sqlite3* opened);

  std::unique_ptr<sqlite3, void (*)(sqlite3*)> opened_;
};

// Begins a transaction and rolls it back unless it was committed.
class transaction {
 public:
  static bouts::result<transaction> begin(database& in);
  ~transaction();
  transaction(transaction&& other) noexcept : in_(std::exchange(other.in_, nullptr)) {}
  transaction& operator=(transaction&&) = delete;

  bouts::status commit();

 private:
  explicit transaction(database& in) : in_(&in) {}
  database* in_;
};

}  // namespace arena::sqlite
