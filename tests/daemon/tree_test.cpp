#include "daemon/tree.hpp"

#include <gtest/gtest.h>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>

namespace arena {
namespace {

namespace fs = std::filesystem;

class Tree : public testing::Test {
 protected:
  Tree() {
    std::string name = (fs::temp_directory_path() / "tree-XXXXXX").string();
    here_ = ::mkdtemp(name.data());
    fs::create_directories(top());
  }
  ~Tree() override { fs::remove_all(here_); }

  fs::path top() const { return here_ / "run"; }
  fs::path outside(const std::string& name) const { return here_ / name; }
  static void write(const fs::path& file, std::size_t bytes = 1) {
    std::ofstream(file) << std::string(bytes, 'x');
  }

 private:
  fs::path here_;
};

TEST_F(Tree, CountsAndRemovesAllThatIsBelow) {
  fs::create_directories(top() / "a/b/c");
  write(top() / "a/b/c/file", 100'000);
  write(top() / ".hidden", 100'000);
  EXPECT_GE(tree_bytes(top()), 200'000U);
  EXPECT_TRUE(remove_tree(top()));
  EXPECT_FALSE(fs::exists(top()));
  EXPECT_TRUE(remove_tree(top())) << "it is gone already";
  EXPECT_EQ(tree_bytes(top()), 0U);
}

TEST_F(Tree, DoesNotFollowLinks) {
  fs::create_directories(outside("kept"));
  write(outside("kept") / "file", 1'000'000);
  fs::create_directory_symlink(outside("kept"), top() / "link");
  fs::create_symlink(outside("kept") / "file", top() / "file");
  fs::create_symlink("/nowhere", top() / "broken");
  ASSERT_EQ(::mkfifo((top() / "pipe").c_str(), 0600), 0);
  EXPECT_LT(tree_bytes(top()), 500'000U);
  EXPECT_TRUE(remove_tree(top()));
  EXPECT_FALSE(fs::exists(top()));
  EXPECT_TRUE(fs::exists(outside("kept") / "file"));
}

TEST_F(Tree, ItselfMayNotBeALink) {
  fs::create_directories(outside("kept/below"));
  fs::create_directory_symlink(outside("kept"), outside("link"));
  const auto refused = remove_tree(outside("link"));
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, bouts::errc::io);
  EXPECT_TRUE(fs::exists(outside("kept/below")));
}

TEST_F(Tree, RemovesWhatIsDeeperThanDescriptorsReach) {
  auto deep = top();
  const auto start = fs::current_path();
  fs::current_path(deep);
  for (int i = 0; i < 3'000; ++i) {  // deeper than a path may be long
    ASSERT_EQ(::mkdir("directory", 0700), 0);
    ASSERT_EQ(::chdir("directory"), 0);
  }
  fs::current_path(start);
  EXPECT_TRUE(remove_tree(top()));
  EXPECT_FALSE(fs::exists(top()));
}

// In a process of its own: root needs no permission, so it would prove nothing.
TEST_F(Tree, RemovesDirectoriesThatMayNotBeWrittenTo) {
  constexpr uid_t nobody = 65534;
  fs::create_directories(top() / "closed/below");
  write(top() / "closed/below/file");
  const bool as_root = ::geteuid() == 0;
  if (as_root) {
    fs::permissions(top().parent_path(), fs::perms::all);
    for (const auto& one : {top(), top() / "closed", top() / "closed/below"}) {
      ASSERT_EQ(::chown(one.c_str(), nobody, nobody), 0);
    }
  }
  fs::permissions(top() / "closed/below", fs::perms::none);
  fs::permissions(top() / "closed", fs::perms::owner_read | fs::perms::owner_exec);
  const pid_t child = ::fork();
  if (child == 0) {
    const bool changed = !as_root || ::setresuid(nobody, nobody, nobody) == 0;
    ::_exit(changed && remove_tree(top()) ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_FALSE(fs::exists(top()));
}

}  // namespace
}  // namespace arena
