#include "runner/capture.hpp"

#include "runner/feed.hpp"
#include "tests/runner/scratch.hpp"

#include <gtest/gtest.h>

#include <fcntl.h>
#include <signal.h>
#include <sys/inotify.h>
#include <sys/resource.h>
#include <unistd.h>

#include <string>

namespace arena::runner {
namespace {

// A pipe whose reading end is non-blocking, as a capture wants it.
struct test_pipe {
  descriptor read;
  descriptor write;

  test_pipe() {
    int ends[2];
    EXPECT_EQ(::pipe2(ends, O_CLOEXEC | O_NONBLOCK), 0);
    read.reset(ends[0]);
    write.reset(ends[1]);
  }
  void put(std::string_view text) const {
    ASSERT_EQ(::write(write.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
};

class CaptureTest : public testing::Test {
 protected:
  descriptor open_log(int flags = 0) {
    return descriptor(::open(log_path().c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0600));
  }
  std::string log_path() const { return dir_.path() + "/log"; }
  std::string log() const { return test_runner::read_file(log_path()); }

  test_runner::scratch_dir dir_;
  test_pipe pipe_;
  descriptor sink_{::open("/dev/null", O_WRONLY | O_CLOEXEC)};
};

TEST_F(CaptureTest, MovesWhatComesAndClosesAtTheEnd) {
  capture output("log", std::move(pipe_.read), open_log(), sink_, 1000);
  output.step();
  EXPECT_FALSE(output.closed());
  pipe_.put("one ");
  output.step();
  pipe_.put("two");
  pipe_.write.reset();
  output.step();
  EXPECT_TRUE(output.closed());
  EXPECT_EQ(output.fd(), -1);
  EXPECT_EQ(log(), "one two");
  EXPECT_EQ(output.totals().kept, 7U);
  EXPECT_EQ(output.totals().cut, 0U);
}

// O_APPEND makes splice(2) fail, so both ways of moving bytes are run through the same cases.
class CaptureBothWaysTest : public CaptureTest, public testing::WithParamInterface<int> {};

TEST_P(CaptureBothWaysTest, KeepsExactlyTheCapAndCountsTheRest) {
  for (const std::size_t size : {0UL, 9UL, 10UL, 11UL, 5000UL}) {
    ::unlink(log_path().c_str());
    test_pipe pipe;
    capture output("log", std::move(pipe.read), open_log(GetParam()), sink_, 10);
    pipe.put(std::string(size, 'x'));
    pipe.write.reset();
    output.step();
    EXPECT_TRUE(output.closed());
    EXPECT_EQ(log(), std::string(std::min(size, 10UL), 'x'));
    EXPECT_EQ(output.totals().kept, std::min(size, 10UL));
    EXPECT_EQ(output.totals().cut, size - std::min(size, 10UL));
    EXPECT_FALSE(output.write_error());
  }
}

TEST_P(CaptureBothWaysTest, WritesBehindWhatIsThere) {
  test_runner::write_file(log_path(), "before ");
  auto log_file = open_log(GetParam());
  ::lseek(log_file.get(), 0, SEEK_END);
  capture output("log", std::move(pipe_.read), std::move(log_file), sink_, 1000);
  pipe_.put("after");
  output.step();
  EXPECT_EQ(log(), "before after");
  EXPECT_EQ(output.totals().kept, 5U);
}

TEST_P(CaptureBothWaysTest, AFileThatTakesNoMoreDoesNotHoldUpTheAgent) {
  // A limit on the file size fails like a full disk does: in the midst of a write, then at every write.
  rlimit before{};
  ::getrlimit(RLIMIT_FSIZE, &before);
  const auto handler = ::signal(SIGXFSZ, SIG_IGN);
  capture output("log", std::move(pipe_.read), open_log(GetParam()), sink_, 1'000'000);
  const rlimit small{6000, before.rlim_max};
  ::setrlimit(RLIMIT_FSIZE, &small);
  for (int i = 0; i < 4; ++i) {
    pipe_.put(std::string(4096, static_cast<char>('a' + i)));
    output.step();
  }
  ::setrlimit(RLIMIT_FSIZE, &before);
  ::signal(SIGXFSZ, handler);
  // Room again, but a log has no holes.
  pipe_.put("more");
  output.step();
  EXPECT_EQ(log(), std::string(4096, 'a') + std::string(6000 - 4096, 'b'));
  EXPECT_EQ(output.totals().kept, 6000U);
  EXPECT_EQ(output.totals().cut, 4 * 4096U + 4 - 6000);
  EXPECT_EQ(output.write_error(), "log could not be written: File too large.");
  EXPECT_FALSE(output.closed());
}

INSTANTIATE_TEST_SUITE_P(SpliceAndCopy, CaptureBothWaysTest, testing::Values(0, O_APPEND),
                         [](const auto& value) { return value.param == 0 ? "Splice" : "Copy"; });

TEST_F(CaptureTest, AFullDiskIsToldOnceAndCounted) {
  capture output("stdout.log", std::move(pipe_.read), descriptor(::open("/dev/full", O_WRONLY)), sink_, 1000);
  pipe_.put("lost");
  output.step();
  pipe_.put("too");
  pipe_.write.reset();
  output.step();
  EXPECT_TRUE(output.closed());
  EXPECT_EQ(output.totals().kept, 0U);
  EXPECT_EQ(output.totals().cut, 7U);
  EXPECT_EQ(output.write_error(), "stdout.log could not be written: No space left on device.");
}

TEST_F(CaptureTest, OneStepOfAFloodHasAnEnd) {
  ::fcntl(pipe_.write.get(), F_SETPIPE_SZ, 1 << 20);
  capture output("log", std::move(pipe_.read), open_log(), sink_, 0);
  const std::string block(1 << 16, 'x');
  std::uint64_t put = 0;
  for (ssize_t got = 0; (got = ::write(pipe_.write.get(), block.data(), block.size())) > 0;) {
    put += static_cast<std::uint64_t>(got);
  }
  output.step();
  EXPECT_GT(output.totals().cut, 0U);
  EXPECT_LE(output.totals().cut, 2 * capture::largest_step);
  EXPECT_LE(output.totals().cut, put);
}

TEST_F(CaptureTest, AReaderOfTheLogIsWokenByItsGrowth) {
  // A daemon follows the logs by inotify; splice(2) did not always report to it.
  capture output("log", std::move(pipe_.read), open_log(), sink_, 1000);
  const descriptor watch(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
  ASSERT_GE(::inotify_add_watch(watch.get(), log_path().c_str(), IN_MODIFY), 0);
  pipe_.put("news");
  output.step();
  char event[4096];
  EXPECT_GT(::read(watch.get(), event, sizeof event), 0);
}

TEST_F(CaptureTest, TheFeedGoesOnWhereThePipeWasFull) {
  const std::string challenge(300'000, 'c');
  test_runner::write_file(log_path(), challenge);
  feed input(std::move(pipe_.write), descriptor(::open(log_path().c_str(), O_RDONLY)));
  std::string got;
  for (int round = 0; round < 1000 && got.size() < challenge.size(); ++round) {
    input.step();
    char chunk[8192];
    const auto now = ::read(pipe_.read.get(), chunk, sizeof chunk);
    got.append(chunk, now > 0 ? static_cast<std::size_t>(now) : 0);
  }
  EXPECT_EQ(got, challenge);
  EXPECT_EQ(input.fd(), -1);
}

TEST_F(CaptureTest, AnAgentThatDoesNotReadEndsTheFeedAndNothingElse) {
  ::signal(SIGPIPE, SIG_IGN);
  test_runner::write_file(log_path(), "challenge");
  feed input(std::move(pipe_.write), descriptor(::open(log_path().c_str(), O_RDONLY)));
  pipe_.read.reset();
  input.step();
  EXPECT_EQ(input.fd(), -1);
  ::signal(SIGPIPE, SIG_DFL);
}

}  // namespace
}  // namespace arena::runner
