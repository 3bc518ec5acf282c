#include "daemon/journal_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>

namespace arena {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

class JournalLists : public testing::Test {
 protected:
  JournalLists() {
    std::string name = (fs::temp_directory_path() / "lists-XXXXXX").string();
    here_ = ::mkdtemp(name.data());
    file_.emplace(journal_file::open(here_ / "journal.db").value());
  }
  ~JournalLists() override { fs::remove_all(here_); }

  void add(const std::string& entry, bool closed) {
    bout_record record;
    record.assigned.entry_id = *bouts::entry_id::parse(entry);
    record.state = closed ? bout_state::judged : bout_state::running;
    record.closed = closed;
    ASSERT_TRUE(file_->save("nova", record, std::nullopt, std::nullopt));
  }
  static std::vector<std::string> names(const std::vector<bouts::entry_id>& all) {
    std::vector<std::string> found;
    for (const auto& one : all) {
      found.push_back(one.str());
    }
    return found;
  }
  std::vector<std::string> beginning(const std::string& prefix, std::size_t limit = 10) {
    return names(file_->find_by_prefix(prefix, limit).value());
  }

  std::optional<journal_file> file_;

 private:
  fs::path here_;
};

TEST_F(JournalLists, FindEntriesByTheirBeginning) {
  add("abc-2", true);
  add("abc-1", false);
  add("a_c-3", true);
  EXPECT_THAT(beginning("abc"), ElementsAre("abc-1", "abc-2"));
  EXPECT_THAT(beginning("abc", 1), ElementsAre("abc-1"));
  EXPECT_THAT(beginning("a_c"), ElementsAre("a_c-3")) << "no character stands for others";
  EXPECT_THAT(beginning("abc-11"), IsEmpty());
  EXPECT_THAT(beginning("ABC"), IsEmpty());
}

TEST_F(JournalLists, TellWhichBoutsAreClosed) {
  add("done", true);
  add("at-work", false);
  const auto closed = file_->closed().value();
  ASSERT_EQ(closed.size(), 1U);
  EXPECT_EQ(closed[0].entry.str(), "done");
  EXPECT_GT(closed[0].ended_at, bouts::wall_time());
  EXPECT_EQ(file_->history({.agent = {}, .closed_only = true, .limit = 10}).value().size(), 1U);
  EXPECT_EQ(file_->history({.agent = {}, .closed_only = false, .limit = 10}).value().size(), 2U);
}

}  // namespace
}  // namespace arena
