#include "core/redact/redactor.hpp"

#include <gtest/gtest.h>

#include <string>

namespace arena {
namespace {

// In each text "SECRET" marks the literal; it is replaced by something that is one.
std::string with(std::string text, const std::string& literal) {
  const auto at = text.find("SECRET!");
  return text.replace(at, 7, literal);
}

// A judgement, decided here: a literal behind the name of a credential is hidden, in whatever language it is
// written.
TEST(Credentials, HidesLiteralsInSource) {
  const redactor redact;
  for (const char* text : {"password = \"SECRET!\"",
                           "password='SECRET!'",
                           "password: \"SECRET!\"",
                           "password: str = \"SECRET!\"",
                           "const apiKey: string = 'SECRET!';",
                           "let client_secret = `SECRET!`",
                           "{\"password\":\"SECRET!\",\"a\":1}",
                           "{ 'api-key' : 'SECRET!' }",
                           "{\\\"password\\\":\\\"SECRET!\\\"}",
                           "config['db_password'] = \"SECRET!\"",
                           ":secret => \"SECRET!\"",
                           "Password := \"SECRET!\"",
                           "if password == \"SECRET!\":",
                           "if (token !== 'SECRET!')",
                           "password = b\"SECRET!\"",
                           "password = \"\"\"SECRET!\"\"\"",
                           "client(api_key=\"SECRET!\", x=1)",
                           "<password>SECRET!</password>",
                           "<client_secret type=\"a\">SECRET!</client_secret>",
                           "--password \"SECRET!\" x",
                           "private_key2 = \"SECRET!\"",
                           "SECRET_KEY_BASE: 'SECRET!'",
                           "password = \"SECRET!"}) {
    for (const char* literal : {"hunter2", "correct horse", "p4$$w0rd!"}) {
      EXPECT_EQ(redact.text(with(text, literal)), with(text, "[redacted:credential]"));
    }
  }
  EXPECT_EQ(redact.text(R"(password = "a\"b" + x)"), R"(password = "[redacted:credential]" + x)");
  EXPECT_EQ(redact.text("password = 'x'"), "password = '[redacted:credential]'");
}

TEST(Credentials, HidesLiteralsInSettings) {
  const redactor redact;
  for (const char* text :
       {"password=SECRET!", "DB_PASSWORD=SECRET!", "export API_KEY=SECRET!", "TOKEN=SECRET! ./run",
        "https://x.org/?access_token=SECRET!&y=1", "db.password = SECRET!",
        "spring.datasource.password=SECRET!", "  password: SECRET!\n  user: x", "- api_key: SECRET!",
        "_authToken=SECRET!", "PGPASSWORD=SECRET! psql", "(token=SECRET!)", "pass=SECRET!",
        "--token=SECRET! x", "run --password SECRET! x", "run --api-key SECRET!",
        "AWS_SECRET_ACCESS_KEY=SECRET!", "aws_session_token = SECRET!", "OPENAI_KEY=SECRET!"}) {
    for (const char* literal : {"hunter2", "wJalrXUtnFEMI/K7MDENG"}) {
      EXPECT_EQ(redact.text(with(text, literal)), with(text, "[redacted:credential]"));
    }
  }
  EXPECT_EQ(redact.text("PASSWORD=a&b;c) x"), "PASSWORD=[redacted:credential] x");
  EXPECT_EQ(redact.text("TOKEN=mysecrettoken"), "TOKEN=[redacted:credential]");
  EXPECT_EQ(redact.text("password=secret"), "password=[redacted:credential]");
  EXPECT_EQ(redact.text("user: x\n  password: hunter\n"), "user: x\n  password: [redacted:credential]\n");
}

TEST(Credentials, LeavesCodeAndProseAboutThemAlone) {
  const redactor redact;
  for (const char* text : {"password = input()",
                           "password = getpass.getpass('Password: ')",
                           "token = next(tokens)",
                           "token = tokens[i]",
                           "token = self.current_token",
                           "token := lexer.Next()",
                           "tok.Token = token.EOF",
                           "self->token = other->token",
                           "token = Token::parse",
                           "token = token1",
                           "token: str",
                           "password: string;",
                           "def f(user, password=None, token: str = None):",
                           "client = Client(api_key=key)",
                           "client = Client(api_key=os.environ[name])",
                           "login(user=user, password=password)",
                           "password = ''",
                           "secret = None",
                           "token = \"(\"",
                           "if token == \"then\":",
                           "{\"token\": null}",
                           "password_hash = bcrypt(password)",
                           "token_count = 5; tokenizer = load(\"x1234567\")",
                           "max_tokens: 4096",
                           "max_token=4096",
                           "total_tokens=123",
                           "seconds_per_token=0.00012",
                           "PRIMARY_KEY=id",
                           "SORT_KEY=name",
                           "the password must be long",
                           "password: must be at least 8 characters",
                           "Invalid token: foo",
                           "Unexpected token: identifier",
                           "use --password to set it",
                           "--token-file x",
                           "secrets: inherit",
                           "credentials: 'same-origin'",
                           "Tests pass: 3 fail: 2",
                           "Tests pass: all green",
                           "TOKEN=$TOKEN",
                           "export API_KEY=\"${API_KEY}\"",
                           "password: \"{{ vault.password }}\"",
                           "token: <your token>",
                           "API_KEY=<key>",
                           "password=%s",
                           "f\"token={token}\"",
                           "password: ****",
                           "TOKEN=$(cat file)"}) {
    EXPECT_EQ(redact.text(text), text);
  }
}

}  // namespace
}  // namespace arena
