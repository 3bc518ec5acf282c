"""`bouts webhooks listen`: what it takes, what it answers, and the command that it runs."""

import hashlib
import hmac
import http.client
import json
import os
import signal
import subprocess
import time
import unittest

from around import BOUTS, PATIENCE, BoutsTest

SECRET = "whsec_of_a_test"


def signed(body: bytes, secret: str = SECRET) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


def event(number: int) -> bytes:
    return json.dumps({"id": f"e{number}", "event_type": "result.finalized", "timestamp": "2026-03-22T10:00:00Z",
                       "data": {"text": "a\nb"}, "submission_id": "u1"}, indent=1).encode()


class Listening(BoutsTest):
    def listen(self, *arguments: str) -> subprocess.Popen:
        self.errors = open(self.path("errors"), "w+", encoding="utf-8")  # pylint: disable=consider-using-with
        self.addCleanup(self.errors.close)
        self.output = open(self.path("output"), "w+", encoding="utf-8")  # pylint: disable=consider-using-with
        self.addCleanup(self.output.close)
        process = subprocess.Popen([BOUTS, "webhooks", "listen", *arguments], stdout=self.output, stderr=self.errors,
                                   env={**self.around, "BOUTS_WEBHOOK_SECRET": SECRET}, cwd=self.home.name)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        self.wait_for(lambda: "listening at" in self.text("errors"))
        self.port = int(self.text("errors").split("listening at http://127.0.0.1:")[1].split()[0])
        return process

    def text(self, name: str) -> str:
        try:
            with open(self.path(name), encoding="utf-8") as file:
                return file.read()
        except FileNotFoundError:
            return ""

    def wait_for(self, condition) -> None:
        end = time.monotonic() + PATIENCE
        while not condition():
            self.assertLess(time.monotonic(), end, self.text("errors"))
            time.sleep(0.02)

    def deliver(self, body: bytes, delivery: str = "", signature: str | None = None, method: str = "POST") -> int:
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        headers = {"X-Bouts-Delivery-ID": delivery, "X-Bouts-Event": "result.finalized"}
        if signature != "":
            headers["X-Bouts-Signature"] = signature or signed(body)
        link.request(method, "/any/path", body, headers)
        answer = link.getresponse()
        answer.read()
        link.close()
        return answer.status

    def end(self, process: subprocess.Popen) -> int:
        process.send_signal(signal.SIGTERM)
        return process.wait(PATIENCE)

    def test_it_takes_what_is_signed_and_each_once(self):
        process = self.listen("--json")
        hashed = signed(event(2), hashlib.sha256(SECRET.encode()).hexdigest())
        self.assertEqual([self.deliver(event(1), "d1"), self.deliver(event(1), "d1"), self.deliver(event(1), "replayed"),
                          self.deliver(event(2), "d2", hashed)], [200, 200, 200, 200])
        self.assertEqual([self.deliver(event(1), "d3", "sha256=" + "0" * 64), self.deliver(event(1), "d3", ""),
                          self.deliver(event(2), "d3", signed(event(1))), self.deliver(b"[]", "d3"),
                          self.deliver(b"", "d3", "", "GET")], [401, 401, 401, 400, 405])
        self.assertEqual(self.end(process), 0)
        lines = [json.loads(line) for line in self.text("output").splitlines()]
        self.assertEqual([line["delivery_id"] for line in lines], ["d1", "d2"])
        self.assertEqual(lines[0]["event"], json.loads(event(1)))
        self.assertNotIn(SECRET, self.text("errors") + self.text("output"))

    def test_a_test_delivery_is_answered_and_not_passed_on(self):
        process = self.listen("--exec", "touch called")
        body = json.dumps({"id": "e1", "event_type": "webhook.test", "data": {"test": True}}).encode()
        self.assertEqual(self.deliver(body, "d1", ""), 200)
        self.assertEqual(self.end(process), 0)
        self.assertFalse(os.path.exists(self.path("called")))
        self.assertEqual(self.text("output"), "")

    def test_the_command_has_the_event_on_its_input(self):
        process = self.listen("--exec", "cat >> events; echo $BOUTS_EVENT $BOUTS_DELIVERY_ID; echo said >&2; exit 3")
        for number in range(3):
            self.assertEqual(self.deliver(event(number), f"d{number}"), 200)
        self.assertEqual(self.end(process), 0)
        events = [json.loads(line) for line in self.text("events").splitlines()]
        self.assertEqual([one["id"] for one in events], ["e0", "e1", "e2"])
        self.assertIn("result.finalized d2\nsaid\n", self.text("errors"))
        self.assertIn("d1: the command ended with exit code 3", self.text("errors"))
        self.assertEqual(len(self.text("output").splitlines()), 3)

    def test_a_slow_command_holds_up_no_answer_and_what_waits_is_bounded(self):
        process = self.listen("--exec", "echo . >> begun; while [ ! -e go ]; do sleep 0.05; done; echo . >> calls")
        self.assertEqual(self.deliver(event(0), "d0"), 200)
        self.wait_for(lambda: self.text("begun") == ".\n")
        answers = [self.deliver(event(number), f"d{number}") for number in range(1, 102)]
        self.assertEqual(answers, [200] * 100 + [503])
        self.assertEqual(self.deliver(event(100), "d100"), 200)  # again: it waits already
        self.write("go", "")
        self.wait_for(lambda: len(self.text("calls").splitlines()) >= 2)
        self.assertEqual(self.deliver(event(101), "d101"), 200)  # the arena's next attempt
        self.assertEqual(self.end(process), 0)
        self.assertEqual(len(self.text("calls").splitlines()), 102)

    def test_a_command_that_does_not_end_is_ended_with_its_children(self):
        process = self.listen("--exec-seconds", "1", "--exec", "trap '' TERM; sleep 1000 & echo $! > child; wait; sleep 1000")
        self.assertEqual(self.deliver(event(1), "d1"), 200)
        self.wait_for(lambda: "was ended after 1" in self.text("errors"))
        child = int(self.text("child"))
        self.wait_for(lambda: not os.path.exists(f"/proc/{child}") or " Z " in self.text(f"/proc/{child}/stat"))
        self.assertEqual(self.end(process), 0)

    def test_a_second_signal_stops_at_once(self):
        process = self.listen("--exec", "echo . > begun; sleep 1000")
        self.assertEqual(self.deliver(event(1), "d1"), 200)
        self.wait_for(lambda: self.text("begun"))
        process.send_signal(signal.SIGINT)
        self.wait_for(lambda: "second signal" in self.text("errors"))
        process.send_signal(signal.SIGINT)
        self.assertEqual(process.wait(PATIENCE), 130)

    def test_a_port_that_is_taken(self):
        self.listen()
        done = self.bouts("webhooks", "listen", "--port", str(self.port), "--secret", SECRET)
        self.assertEqual(done.code, 26, done)


if __name__ == "__main__":
    unittest.main()
