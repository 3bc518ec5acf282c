#include "runner/process_tree.hpp"

#include <gtest/gtest.h>

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <future>
#include <thread>

namespace arena::runner {
namespace {

class ProcessTree : public testing::TestWithParam<tree_source> {};

pid_t fork_waiter() {
  const pid_t pid = ::fork();
  if (pid == 0) {
    for (;;) {
      ::pause();
    }
  }
  return pid;
}

TEST_P(ProcessTree, FindsChildrenOfEveryThread) {
  if (GetParam() == tree_source::children_files && find_tree_source() != tree_source::children_files) {
    GTEST_SKIP() << "this kernel has no children files";
  }
  const pid_t own = fork_waiter();
  std::promise<pid_t> forked;
  std::promise<void> leave;
  // A child belongs to the thread that made it, as long as that one lives.
  std::thread other([&] {
    forked.set_value(fork_waiter());
    leave.get_future().wait();
  });
  const pid_t others = forked.get_future().get();
  auto found = children_of(::getpid(), GetParam());
  for (const pid_t pid : {own, others}) {
    EXPECT_EQ(std::ranges::count(found, pid), 1);
    ::kill(pid, SIGKILL);
  }
  EXPECT_TRUE(children_of(own, GetParam()).empty());
  ::waitpid(own, nullptr, 0);
  ::waitpid(others, nullptr, 0);
  EXPECT_EQ(std::ranges::count(children_of(::getpid(), GetParam()), own), 0);
  leave.set_value();
  other.join();
}

// A zombie, made without copying this process, which is large under the sanitizers.
pid_t spawn_and_forget() {
  char name[] = "true";
  char* const arguments[] = {name, nullptr};
  pid_t pid = 0;
  EXPECT_EQ(::posix_spawn(&pid, "/bin/true", nullptr, nullptr, arguments, nullptr), 0);
  return pid;
}

TEST_P(ProcessTree, FindsMoreChildrenThanOneReadTakes) {
  if (GetParam() == tree_source::children_files && find_tree_source() != tree_source::children_files) {
    GTEST_SKIP() << "this kernel has no children files";
  }
  std::vector<pid_t> made;
  std::size_t bytes = 0;
  while (bytes < 5000) {
    made.push_back(spawn_and_forget());
    bytes += std::to_string(made.back()).size() + 1;
  }
  const auto found = children_of(::getpid(), GetParam());
  for (const pid_t pid : made) {
    EXPECT_EQ(std::ranges::count(found, pid), 1) << pid;
    ::waitpid(pid, nullptr, 0);
  }
}

INSTANTIATE_TEST_SUITE_P(BothSources, ProcessTree,
                         testing::Values(tree_source::children_files, tree_source::stat_files),
                         [](const auto& value) {
                           return value.param == tree_source::children_files ? "ChildrenFiles" : "StatFiles";
                         });

}  // namespace
}  // namespace arena::runner
