// The Unix socket: its file, who may speak, and the client.
#include "httpd/unix_socket.hpp"

#include "aio/event.hpp"
#include "httpd/local_client.hpp"
#include "tests/httpd/live_server.hpp"

#include <sys/socket.h>
#include <sys/wait.h>

#include <fstream>

namespace arena::httpd::test {
namespace {

using namespace std::chrono_literals;
using bouts::errc;
using reply_task = asio::awaitable<std::optional<answer>>;

serving telling() {
  serving how;
  how.handle = [](request in) {
    return [](request given) -> reply_task {
      answer made;
      made.status = given.target == "/no" ? 404 : 200;
      made.content_type = "application/json";
      made.body = given.method + " " + given.body;
      co_return made;
    }(std::move(in));
  };
  return how;
}

bool exists(const std::string& path) {
  return std::filesystem::exists(std::filesystem::symlink_status(path));
}

TEST(UnixSocket, IsForItsOwnerAloneAndGoesWithTheServer) {
  const directory here;
  const auto path = here.file("control.sock");
  {
    live_server server(unix_place{path}, telling());
    struct stat file{};
    ASSERT_EQ(::stat(path.c_str(), &file), 0);
    EXPECT_EQ(file.st_mode & 07777U, 0600U);
    const auto reply = ask(path, {.method = "POST", .target = "/", .headers = {}, .body = "x"}, 5s);
    ASSERT_TRUE(reply) << reply.error().describe();
    EXPECT_EQ(reply->status, 200);
    EXPECT_EQ(reply->content_type, "application/json");
    EXPECT_EQ(reply->body, "POST x");
    server.stop();
    EXPECT_FALSE(exists(path));
  }
}

TEST(UnixSocket, GivesOtherAnswersWholeAlsoToWhoWantsPieces) {
  const directory here;
  const live_server server(unix_place{here.file("s")}, telling());
  const auto reply = ask(server.where(), {.method = "GET", .target = "/no", .headers = {}, .body = {}}, 5s,
                         [](std::string_view) { return false; });
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->status, 404);
  EXPECT_EQ(reply->body, "GET ");
}

TEST(UnixSocket, ReplacesWhatADeadListenerLeft) {
  const directory here;
  const auto path = here.file("s");
  const auto left = listen_at(path);
  ASSERT_TRUE(left);
  ::close(left->descriptor);
  ASSERT_TRUE(exists(path));
  const live_server server(unix_place{path}, telling());
  EXPECT_TRUE(ask(path, {}, 5s));
}

TEST(UnixSocket, RespectsALiveListener) {
  const directory here;
  const live_server server(unix_place{here.file("s")}, telling());
  const auto second = listen_at(server.where());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, errc::busy);
  EXPECT_NE(second.error().message.find("process " + std::to_string(::getpid())), std::string::npos)
      << second.error().message;
  EXPECT_TRUE(ask(server.where(), {}, 5s));
}

TEST(UnixSocket, DoesNotRemoveWhatItDidNotMake) {
  const directory here;
  const auto path = here.file("s");
  live_server first(unix_place{path}, telling());
  ASSERT_EQ(::unlink(path.c_str()), 0);
  const live_server second(unix_place{path}, telling());
  first.stop();
  EXPECT_TRUE(ask(path, {}, 5s));
}

TEST(UnixSocket, SaysWhyItCannotBeOpened) {
  const directory here;
  std::ofstream(here.file("file")) << "precious";
  EXPECT_EQ(listen_at(here.file("file")).error().kind, errc::io);
  EXPECT_TRUE(exists(here.file("file")));
  EXPECT_EQ(listen_at(here.file("none/s")).error().kind, errc::io);
  EXPECT_EQ(listen_at(here.file(std::string(200, 'x'))).error().kind, errc::invalid);
  EXPECT_EQ(listen_at("").error().kind, errc::invalid);
}

// Asks as another user, in a process of its own; its exit code is 0 when there was no answer.
int no_answer_as(uid_t user, const std::string& path) {
  const pid_t child = ::fork();
  if (child == 0) {
    const bool changed = ::setresuid(user, user, user) == 0;
    ::_exit(changed && !ask(path, {}, 5s) ? 0 : 1);
  }
  int status = -1;
  ::waitpid(child, &status, 0);
  return status;
}

TEST(UnixSocket, ClosesTheConnectionOfAnotherUser) {
  if (::geteuid() != 0) {
    GTEST_SKIP() << "only root can be somebody else";
  }
  constexpr uid_t nobody = 65534;
  const directory here;
  const live_server server(unix_place{here.file("s")}, telling());
  EXPECT_EQ(no_answer_as(nobody, server.where()), 0) << "the file's mode keeps it out";
  ASSERT_EQ(::chmod(here.path.c_str(), 0755), 0);
  ASSERT_EQ(::chmod(server.where().c_str(), 0666), 0);
  EXPECT_EQ(no_answer_as(nobody, server.where()), 0) << "its credentials keep it out";
  EXPECT_TRUE(ask(server.where(), {}, 5s));
}

TEST(LocalClient, SaysWhenNobodyListens) {
  const directory here;
  std::ofstream(here.file("file")) << "";
  for (const auto& path : {here.file("none"), here.file("file"), std::string(), std::string(300, 'x')}) {
    const auto reply = ask(path, {}, 5s);
    ASSERT_FALSE(reply) << path;
    EXPECT_EQ(reply.error().kind, errc::network) << path;
  }
}

TEST(LocalClient, DoesNotWaitForEver) {
  const directory here;
  serving how;
  how.handle = [](const request&) -> reply_task {
    co_await aio::sleep_for(1h);
    co_return std::nullopt;
  };
  const live_server server(unix_place{here.file("s")}, std::move(how));
  const auto reply = ask(server.where(), {}, 100ms);
  ASSERT_FALSE(reply);
  EXPECT_EQ(reply.error().kind, errc::timed_out);
}

}  // namespace
}  // namespace arena::httpd::test
