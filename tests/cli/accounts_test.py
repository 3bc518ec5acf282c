"""Webhooks, tokens, dry runs and the doctor against a whole arena-sandbox."""

import json
import os
import subprocess
import time
import unittest

from around import BOUTS, PATIENCE, BoutsTest


class Accounts(BoutsTest):
    def setUp(self):
        super().setUp()
        self.local = self.arena()

    def listen(self, secret: str, *arguments: str) -> str:
        """Where it listens. What it says is in the files `heard` and `errors`."""
        with open(self.path("heard"), "w", encoding="utf-8") as heard, open(self.path("errors"), "w", encoding="utf-8") as errors:
            process = subprocess.Popen([BOUTS, "webhooks", "listen", "--json", *arguments], stdout=heard, stderr=errors,
                                       env={**self.around, "BOUTS_WEBHOOK_SECRET": secret}, cwd=self.home.name)
        self.addCleanup(process.wait)
        self.addCleanup(process.terminate)
        self.wait_for(lambda: "listening at" in self.text("errors"))
        return self.text("errors").split("listening at ")[1].split()[0]

    def text(self, name: str) -> str:
        with open(self.path(name), encoding="utf-8") as file:
            return file.read()

    def wait_for(self, condition) -> None:
        end = time.monotonic() + PATIENCE
        while not condition():
            self.assertLess(time.monotonic(), end, self.text("errors"))
            time.sleep(0.05)

    def heard(self) -> list:
        return [json.loads(line) for line in self.text("heard").splitlines()]

    def test_a_delivery_goes_from_the_arena_to_the_command(self):
        secret = "whsec_of_a_test"
        url = self.listen(secret, "--exec", "cat >> events")
        hook = self.document("webhooks", "create", url + "/hook", "--event", "submission.completed", "--event",
                             "result.finalized", "--secret", secret)
        self.assertNotIn("secret", hook)
        text, listed = self.both_forms("webhooks", "list")
        self.assertIn("submission.completed", text)
        self.assertEqual([one["id"] for one in listed["webhooks"]], [hook["id"]])
        test = self.both_forms("webhooks", "test", hook["id"])[1]
        self.assertEqual((test["delivered"], test["status_code"]), (True, 200))
        session = self.good("sessions", "open", self.local.assign(), "--field", "session_id").out.strip()
        submission = self.good("submit", session, "--content", "42", "--wait", "--field", "id").out.strip()
        self.wait_for(lambda: any(one["event"]["event_type"] == "submission.completed" for one in self.heard()))
        ids = [one["event"].get("submission_id", one["event"]["data"].get("submission_id")) for one in self.heard()]
        self.assertEqual(set(ids), {submission})
        self.wait_for(lambda: os.path.exists(self.path("events")) and "submission.completed" in self.text("events"))
        self.wait_for(lambda: self.document("webhooks", "deliveries", hook["id"])["deliveries"])
        self.assertIn("submission.completed", self.good("webhooks", "deliveries", hook["id"]).out)
        rotated = self.document("webhooks", "rotate-secret", hook["id"])
        self.assertTrue(rotated["secret"].startswith(rotated["secret_prefix"][:4]))
        self.assertEqual(self.good("webhooks", "delete", hook["id"]).out, hook["id"] + " deleted\n")
        self.assertEqual(self.bouts("webhooks", "test", hook["id"]).code, 15)

    def test_the_arena_makes_a_secret(self):
        create = ("webhooks", "create", "http://127.0.0.1:1/hook", "--event", "result.finalized")
        secret = self.document(*create)["secret"]
        self.assertIn("secret:", self.good(*create).out)
        self.assertNotIn(secret, self.good("webhooks", "list").out + self.good("webhooks", "list", "--json").out)
        self.assertEqual(self.bouts("webhooks", "create", "http://127.0.0.1:1/", "--event", "no.such").code, 15)

    def test_tokens_are_for_web_sessions(self):
        self.assertIn(self.bouts("tokens", "list").code, (10, 11))
        self.around["BOUTS_API_KEY"] = self.local.agent["web_session"]
        create = ("tokens", "create", "--name", "of a test", "--scope", "challenge:read", "--scope", "submission:read",
                  "--expires-in-days", "7")
        made = self.document(*create)
        self.assertTrue(made["token"].startswith("bouts_sk_"))
        self.assertRegex(self.good(*create).out, "token: +bouts_sk_")
        text, listed = self.both_forms("tokens", "list")
        self.assertIn("of a test", text)
        self.assertNotIn(made["token"], text + json.dumps(listed))
        used = {"BOUTS_API_KEY": made["token"]}
        self.good("challenges", "list", **used)
        self.assertEqual(self.bouts("sessions", "open", self.local.assign(), **used).code, 11)
        doctor = self.bouts("doctor", "--json", **used)
        self.assertEqual(doctor.code, 11, doctor)
        scopes = [one for one in doctor.json()["checks"] if one["check"] == "scopes"]
        self.assertIn("submission:create", scopes[0]["reason"])
        self.assertEqual(self.good("tokens", "delete", made["id"]).out, made["id"] + " deleted\n")
        self.assertEqual(self.bouts("doctor", **used).code, 10)

    def test_dry_runs(self):
        text, document = self.both_forms("dry-run", "auth_check")
        self.assertIn("pass", text)
        self.assertTrue(document["valid"])
        challenge = self.local.assign()
        self.assertTrue(self.document("dry-run", "session_create", "--challenge", challenge)["valid"])
        session = self.good("sessions", "open", challenge, "--field", "session_id").out.strip()
        self.assertTrue(self.document("dry-run", "submission_create", "--session", session, "--content", "42")["valid"])
        self.assertEqual(self.bouts("dry-run", "session_create", "--challenge", "no-such").code, 3)

    def test_the_doctor_finds_nothing(self):
        text, document = self.both_forms("doctor")
        self.assertTrue(document["ok"], text)
        self.assertEqual({one["mark"] for one in document["checks"]}, {"pass", "skipped"}, text)

    def test_login_asks_the_arena(self):
        self.good("login", "--sandbox", given=self.local.agent["token_test"])
        self.good("challenges", "list", "--sandbox")
        self.assertEqual(self.bouts("login", given="bouts_sk_" + "0" * 55).code, 10)

    def test_the_weather(self):
        fault = {"path": "/api/v1/challenges", "count": 1, "mode": "garbage"}
        self.local.ask("/_arena/fault", fault)
        self.good("challenges", "list")  # repeated
        self.local.ask("/_arena/fault", {**fault, "count": 3})
        self.assertEqual(self.bouts("challenges", "list").code, 18)
        self.local.ask("/_arena/fault", {**fault, "mode": "cut_before", "count": 10})
        self.assertEqual(self.bouts("challenges", "list").code, 20)


if __name__ == "__main__":
    unittest.main()
