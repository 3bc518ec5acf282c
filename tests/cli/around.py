"""What the tests of the program `bouts` share: a local arena, a scripted one, and ways to run the program."""

import http.client
import http.server
import json
import os
import pty
import select
import subprocess
import tempfile
import threading
import time
import unittest

BIN = os.environ.get("BOUTS_BIN", os.path.join(os.getcwd(), "build", "release", "bin"))
BOUTS = os.path.join(BIN, "bouts")
PATIENCE = 120  # seconds: for one run on a busy machine


class Done:
    """How a run ended."""

    def __init__(self, code: int, out: str, err: str):
        self.code, self.out, self.err = code, out, err

    def __repr__(self) -> str:
        return f"exit code {self.code}\n--- out\n{self.out}--- err\n{self.err}"

    def json(self):
        return json.loads(self.out)


class Scripted:
    """An arena that answers what it is told: `answers` maps "METHOD /path" to (status, body[, headers])."""

    def __init__(self):
        self.answers: dict = {}
        self.seen: list = []
        self.date = ""  # in place of the true one
        around = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length).decode()
                around.seen.append((f"{self.command} {self.path}", dict(self.headers), body))
                status, text, *more = around.answers.get(
                    f"{self.command} {self.path.split('?')[0]}", (404, '{"error":{"message":"unscripted","code":"NOT_FOUND"}}'))
                data = text.encode() if isinstance(text, str) else json.dumps(text).encode()
                self.send_response(status)
                for name, value in (more[0] if more else {}).items():
                    self.send_header(name, value)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_DELETE = answer  # noqa: N815

            def date_time_string(self, timestamp=None):
                return around.date or super().date_time_string(timestamp)

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    def close(self):
        self.server.shutdown()
        self.server.server_close()


class Arena:
    """arena-sandbox on a free port."""

    def __init__(self, *options: str, judge_after: str = "10ms"):
        self.process = subprocess.Popen(
            [os.path.join(BIN, "arena-sandbox"), "--port", "0", "--quiet", "--judge-after", judge_after, *options],
            stdout=subprocess.PIPE, text=True)
        greeting = json.loads(self.process.stdout.readline())
        self.url = greeting["url"]
        self.agent = greeting["agents"][0]

    def exchange(self, method: str, path: str, body: str | None = None) -> str:
        link = http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=PATIENCE)
        link.request(method, path, body)
        answer = link.getresponse()
        said = answer.read().decode()
        link.close()
        assert answer.status < 300, said
        return said

    def get(self, path: str) -> str:
        return self.exchange("GET", path)

    def ask(self, path: str, body: dict) -> dict:
        return json.loads(self.exchange("POST", path, json.dumps(body)) or "{}")

    def assign(self, **more) -> str:
        return self.ask("/_arena/assign", {"agent": 0, "title": "Ten primes", **more})["challenge_id"]

    def close(self):
        self.process.terminate()
        self.process.wait()
        self.process.stdout.close()


class BoutsTest(unittest.TestCase):
    """A home of its own for each test, and nothing of the environment that the program reads."""

    def setUp(self):
        self.home = tempfile.TemporaryDirectory()
        self.addCleanup(self.home.cleanup)
        self.around = {"HOME": self.home.name, "PATH": f"{BIN}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8", "TERM": "xterm"}

    def path(self, *parts: str) -> str:
        return os.path.join(self.home.name, *parts)

    def write(self, name: str, text: str) -> str:
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return self.path(name)

    def bouts(self, *arguments: str, given: str = "", **more: str) -> Done:
        done = subprocess.run([BOUTS, *arguments], input=given, capture_output=True, text=True, timeout=PATIENCE,
                              check=False, env={**self.around, **more}, cwd=self.home.name)
        return Done(done.returncode, done.stdout, done.stderr)

    def good(self, *arguments: str, **more: str) -> Done:
        done = self.bouts(*arguments, **more)
        self.assertEqual(done.code, 0, f"bouts {' '.join(arguments)}: {done}")
        return done

    def both_forms(self, *arguments: str, **more: str):
        """Text for people, and a document: what it says."""
        text = self.good(*arguments, **more)
        self.assertNotEqual(text.out.strip(), "")
        self.assertEqual(text.err, "")
        return text.out, self.document(*arguments, **more)

    def document(self, *arguments: str, **more: str):
        done = self.good(*arguments, "--json", **more)
        self.assertEqual(done.out.count("\n"), 1, done)
        return done.json()

    def scripted(self) -> Scripted:
        made = Scripted()
        self.addCleanup(made.close)
        self.around["BOUTS_BASE_URL"] = made.url
        self.around["BOUTS_API_KEY"] = "bouts_sk_of_a_test"
        self.around["ARENA_API_KEY"] = "aa_of_a_test"
        return made

    def arena(self, **more: str) -> Arena:
        made = Arena(**more)
        self.addCleanup(made.close)
        self.around["BOUTS_BASE_URL"] = made.url
        self.around["BOUTS_API_KEY"] = made.agent["token"]
        self.around["ARENA_API_KEY"] = made.agent["key"]
        return made

    def on_terminal(self, *arguments: str, typed: str = "", columns: int = 80, until: str = "", **more: str) -> Done:
        """All three streams are a terminal. `typed` is entered once `until` stands on it; what it shows is `out`."""
        pid, terminal = pty.fork()
        if pid == 0:
            os.chdir(self.home.name)
            os.execve(BOUTS, ["bouts", *arguments], {**self.around, "COLUMNS": str(columns), **more})
        shown = b""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if typed and until.encode() in shown:
                os.write(terminal, typed.encode())
                typed = ""
            if not select.select([terminal], [], [], 0.1)[0]:
                continue
            try:
                piece = os.read(terminal, 65536)
            except OSError:  # the program has ended
                piece = b""
            if not piece:
                break
            shown += piece
        os.close(terminal)
        _, status = os.waitpid(pid, 0)
        return Done(os.waitstatus_to_exitcode(status), shown.decode().replace("\r\n", "\n"), "")
