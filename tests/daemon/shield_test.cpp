#include "daemon/shield.hpp"

#include <gtest/gtest.h>

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <string>
#include <vector>

namespace arena {
namespace {

TEST(Shield, LeavesNothingToReadForOtherProcessesOfItsUser) {
  const int child = ::fork();
  if (child == 0) {
    const int before = ::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0);
    shield_process();
    ::_exit(before == 1 && ::prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) == 0 ? 0 : 1);
  }
  int status = -1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

TEST(Shield, OverwritesSecretsOnTheCommandLineAndNothingElse) {
  std::vector<std::string> words = {
      "arena-connect", "--key",     "aa_123", "run",          "--token=bouts_sk_1",
      "--keyring",     "--agent",   "--key2", "--token",      "file:/k",
      "--state-dir",   "--key=abc", "--key",  "last one too", "--token"};
  std::vector<char*> argv;
  for (auto& word : words) {
    argv.push_back(word.data());
  }
  hide_secret_words(static_cast<int>(argv.size()), argv.data());
  const std::vector<std::string> hidden = {
      "arena-connect", "--key",     "xxxxxx", "run",          "--token=xxxxxxxxxx",
      "--keyring",     "--agent",   "--key2", "--token",      "xxxxxxx",
      "--state-dir",   "--key=xxx", "--key",  "xxxxxxxxxxxx", "--token"};
  EXPECT_EQ(words, hidden);
}

}  // namespace
}  // namespace arena
