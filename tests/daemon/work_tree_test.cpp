#include "daemon/work_tree.hpp"

#include "core/agent/changed_files.hpp"
#include "daemon/agent_reading.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

namespace arena {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::IsEmpty;

class WorkTree : public testing::Test {
 protected:
  WorkTree() {
    std::string name = (fs::temp_directory_path() / "work-tree-XXXXXX").string();
    here_ = ::mkdtemp(name.data());
    fs::create_directories(top());
  }
  ~WorkTree() override { fs::remove_all(here_); }

  fs::path top() const { return here_ / "work"; }
  fs::path outside(const std::string& name) const { return here_ / name; }
  static void write(const fs::path& file, const std::string& text) {
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
  }
  // Times of files have the kernel's tick: waits until a new file is later than that one.
  void pass_a_tick(const fs::path& than) const {
    struct stat before{};
    struct stat now{};
    ::stat(than.c_str(), &before);
    do {
      write(here_ / "tick", "x");
      ::stat((here_ / "tick").c_str(), &now);
    } while (now.st_ctim.tv_sec == before.st_ctim.tv_sec && now.st_ctim.tv_nsec == before.st_ctim.tv_nsec);
  }
  std::vector<std::string> collected(work_tree& tree) {
    std::vector<std::string> paths;
    for (const auto& file : tree.collect().files) {
      paths.push_back(file.path);
    }
    return paths;
  }

 private:
  fs::path here_;
};

TEST_F(WorkTree, FindsWhatIsNewAndWhatChanged) {
  work_tree tree(top(), {});
  EXPECT_THAT(tree.look(), IsEmpty());
  write(top() / "a.py", "1");
  write(top() / "src/b.py", "2");
  EXPECT_THAT(tree.look(), ElementsAre("a.py", "src/b.py"));
  EXPECT_THAT(tree.look(), IsEmpty());
  write(top() / "a.py", "longer");
  EXPECT_THAT(tree.look(), ElementsAre("a.py"));
}

TEST_F(WorkTree, DoesNotFindWhatWasLearntOtherwise) {
  work_tree tree(top(), {});
  write(top() / "a.py", "1");
  tree.learn("a.py");
  tree.learn("../none");
  EXPECT_THAT(tree.look(), IsEmpty());
}

TEST_F(WorkTree, KnowsWhatWasThereBeforeTheAgent) {
  write(top() / "old.py", "old");
  write(top() / "both.py", "old");
  write(outside("marker"), "");
  pass_a_tick(top() / "both.py");
  write(outside("marker"), "now");
  pass_a_tick(outside("marker"));
  write(top() / "new.py", "new");
  write(top() / "both.py", "changed");
  work_tree tree(top(), outside("marker"));
  EXPECT_THAT(collected(tree), ElementsAre("both.py", "new.py"));
}

TEST_F(WorkTree, LeavesOutWhatIsNobodysAnswerAndWhatIsNoText) {
  write(top() / ".git/config", "x");
  write(top() / "node_modules/m/index.js", "x");
  write(top() / ".env", "KEY=1");
  write(top() / "image.png", std::string("\x89PNG\0", 5));
  write(top() / "main.cpp", "int main() {}");
  work_tree tree(top(), {});
  const auto answer = tree.collect();
  ASSERT_EQ(answer.files.size(), 1U);
  EXPECT_EQ(answer.files[0].path, "main.cpp");
  EXPECT_EQ(answer.files[0].language, "cpp");
  EXPECT_EQ(answer.left, 1U);
}

TEST_F(WorkTree, FollowsNothingOutOfTheDirectory) {
  write(outside("secret"), "password");
  fs::create_symlink(outside("secret"), top() / "link");
  fs::create_directory_symlink(outside(""), top() / "way");
  ASSERT_EQ(::mkfifo((top() / "pipe").c_str(), 0600), 0);
  work_tree tree(top(), {});
  EXPECT_THAT(collected(tree), IsEmpty());
  for (const auto* path : {"link", "way/secret", "../secret", "pipe", "", "/etc/passwd"}) {
    EXPECT_FALSE(tree.head(path, 100)) << path;
  }
}

TEST_F(WorkTree, LooksNearTheTopFirstAndSaysThatThereIsMore) {
  write(top() / "deep/er/x", "x");
  fs::create_directories(top() / "deep/many");
  for (std::size_t i = 0; i < max_watched_entries; ++i) {
    const auto name = (top() / "deep/many" / std::to_string(i)).string();
    ::close(::open(name.c_str(), O_CREAT | O_WRONLY | O_CLOEXEC, 0600));
  }
  write(top() / "main.py", "1");
  work_tree tree(top(), {});
  tree.prefer("main.py");
  const auto answer = tree.collect();
  EXPECT_TRUE(answer.cut);
  EXPECT_TRUE(std::ranges::any_of(answer.files, [](const auto& file) { return file.path == "main.py"; }));
}

TEST_F(WorkTree, CountsFilesWhoseNamesAreNoText) {
  write(top() / "latin\xE4.txt", "x");
  write(top() / "main.py", "1");
  work_tree tree(top(), {});
  const auto answer = tree.collect();
  EXPECT_EQ(answer.files.size(), 1U);
  EXPECT_EQ(answer.left, 1U);
  EXPECT_FALSE(answer.cut);
}

// An agent that runs as somebody else may put another directory in the place of its own; what is in there is
// not its work.
TEST_F(WorkTree, HandsInNoFileOfAnotherUser) {
  write(top() / "main.py", "1");
  EXPECT_THAT(work_tree(top(), {}, ::geteuid()).collect().files, testing::SizeIs(1));
  EXPECT_THAT(work_tree(top(), {}, ::geteuid() + 1).collect().files, IsEmpty());
  EXPECT_THAT(work_tree(top(), {}, ::geteuid() + 1).look(), IsEmpty());
}

TEST_F(WorkTree, GivesTheHeadOfATextToACharactersEnd) {
  write(top() / "a", "ab\xC3\xA4");
  const work_tree tree(top(), {});
  EXPECT_EQ(tree.head("a", 3), "ab");
  EXPECT_EQ(tree.head("a", 100), "ab\xC3\xA4");
}

TEST_F(WorkTree, IsTheAnswerOfAnAgentWithoutWords) {
  write(top() / "a.py", "1");
  work_tree tree(top(), {});
  std::optional<found_solution> solution;
  add_files(tree, solution);
  ASSERT_TRUE(solution);
  EXPECT_EQ(solution->answer.content, "The answer is in the files:\n- a.py");
  EXPECT_FALSE(is_explicit(solution->source));
  solution->answer = {.content = "own", .files = {{.path = "x", .content = "y", .language = {}}}};
  add_files(tree, solution);
  EXPECT_EQ(solution->answer.files.at(0).path, "x");
}

}  // namespace
}  // namespace arena
