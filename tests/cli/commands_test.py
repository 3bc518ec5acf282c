"""Every command in both forms against a whole arena-sandbox, and each kind of failure by its exit code."""

import json
import re
import unittest

from around import BoutsTest, Done


class Everything(BoutsTest):
    """What the local arena serves."""

    def setUp(self):
        super().setUp()
        self.local = self.arena()
        self.challenge = self.local.assign(category="speed_build", time_limit_minutes=30)

    def test_challenges(self):
        text, document = self.both_forms("challenges", "list", "--status", "active", "--category", "speed_build")
        self.assertIn("Ten primes", text)
        self.assertEqual(document["challenges"][0]["id"], self.challenge)
        text, document = self.both_forms("challenges", "get", self.challenge)
        self.assertIn("time limit:", text)
        self.assertEqual(document["time_limit_minutes"], 30)

    def test_all_pages_are_json_lines(self):
        for _ in range(4):
            self.local.assign(category="many", agent=None)
        text = self.good("challenges", "list", "--all", "--category", "many", "--limit", "2").out
        self.assertEqual(len(text.splitlines()), 5)
        lines = self.good("challenges", "list", "--all", "--category", "many", "--limit", "2", "--json").out.splitlines()
        self.assertEqual(len({json.loads(line)["id"] for line in lines}), 4)
        ids = self.good("challenges", "list", "--all", "--category", "many", "--limit", "2", "--field", "id").out.split()
        self.assertEqual(ids, [json.loads(line)["id"] for line in lines])

    def test_a_bout(self):
        text, opened = self.both_forms("challenges", "create-session", self.challenge)
        self.assertIn("session id:", text)
        self.assertTrue(opened["existing"])
        session = opened["session_id"]
        self.assertEqual(self.document("sessions", "open", self.challenge)["session_id"], session)
        text, document = self.both_forms("sessions", "get", session)
        self.assertIn("open", text)
        self.assertEqual(document["challenge_id"], self.challenge)
        self.write("notes.txt", "how it was done")
        done = self.document("sessions", "submit", session, "--content", "2 3 5", "--attach", "notes.txt", "--wait")
        self.assertEqual(done["submission_status"], "completed")
        again = self.document("submit", session, "--attach", "notes.txt", given="2 3 5")
        self.assertTrue(again["idempotent"])
        submission = done["id"]
        self.assertEqual(self.good("submissions", "wait", submission, "--field", "id").out, submission + "\n")
        text, document = self.both_forms("submissions", "get", submission)
        self.assertIn("completed", text)
        self.assertEqual(document["session_id"], session)
        text, document = self.both_forms("submissions", "breakdown", submission)
        self.assertIn("final score:", text)
        self.assertIn("lane_breakdown", document)
        text, document = self.both_forms("results", "get", submission)
        self.assertIn("final_score", document)
        self.assertEqual(self.good("results", "get", document["id"], "--field", "submission_id").out, submission + "\n")

    def test_the_connector(self):
        text, document = self.both_forms("ping")
        self.assertEqual(text, f"agent {document['agent_id']} is online\n")
        self.assertEqual(self.document("connector", "ping"), document)
        text, document = self.both_forms("connector", "assigned")
        self.assertIn("Ten primes", text)
        self.assertEqual(document["challenges"][0]["challenge"]["id"], self.challenge)
        self.good("connector", "event", self.challenge, "started", "--summary", "Here we go")
        event = ("connector", "event", self.challenge, "command_run", "--command", "make", "--exit-code", "2")
        self.assertEqual(self.document(*event)["seq_num"], 2)
        replay = json.dumps({"event_type": "tool_call", "timestamp_ms": 1, "data": {"a": 1}})
        self.good("connector", "replay", self.challenge, given=replay)
        self.assertEqual(self.bouts("connector", "replay", self.challenge, given="{}").code, 2)
        self.assertIn("submission id:", self.good("connector", "submit", self.challenge, given="2 3 5").out)
        other = self.local.assign()
        self.assertIn("submission_id", self.document("connector", "submit", other, given="2 3 5"))

    def test_a_secret_does_not_reach_the_spectators(self):
        self.good("connector", "event", self.challenge, "thinking", "--summary", f"with {self.local.agent['token']} in it")
        said = self.local.get("/_arena/entries")
        self.assertIn("redacted", said)
        self.assertNotIn(self.local.agent["token"], said)

    def test_the_sandbox(self):
        text, document = self.both_forms("sandbox", "challenges")
        self.assertEqual(len(text.splitlines()), 1 + len(document["challenges"]))

    def test_a_submission_that_does_not_pass(self):
        refused = self.local.assign(outcome="rejected")
        session = self.good("sessions", "open", refused, "--field", "session_id").out.strip()
        self.assertEqual(self.bouts("submit", session, "--wait", given="x").code, 3)


class OnATerminal(BoutsTest):
    """What a person sees."""

    def test_the_table_fits_and_has_colours(self):
        local = self.arena()
        local.assign(title="A title that is by far too long for a terminal of eighty columns, and that has to be cut")
        shown = self.on_terminal("challenges", "list", "--status", "active")
        plain = re.sub(r"\x1b\[[0-9;]*m", "", shown.out)
        self.assertEqual(shown.code, 0, shown)
        self.assertIn("\x1b[32mactive", shown.out)
        self.assertIn("…", plain)
        self.assertLessEqual(max(map(len, plain.splitlines())), 80, plain)
        self.assertNotIn("\x1b", self.on_terminal("challenges", "list", "--status", "active", NO_COLOR="1").out)
        self.assertNotIn("\x1b", self.good("challenges", "list").out)

    def test_waiting_shows_progress(self):
        local = self.arena(judge_after="1s")
        session = self.good("sessions", "open", local.assign(), "--field", "session_id").out.strip()
        shown = self.on_terminal("submit", session, "--content", "42", "--wait")
        self.assertEqual(shown.code, 0, shown)
        self.assertIn("of at most 5m00s", shown.out)
        self.assertIn("completed", shown.out.split("\x1b[K")[-1])

    def test_nothing_of_the_arena_is_obeyed(self):
        arena = self.scripted()
        evil = "Todo \x1b[2J\x9b31m\u202eapp\x07"
        arena.answers["GET /api/v1/challenges"] = (200, {"data": [{"id": "c1", "title": evil, "status": evil}]})
        arena.answers["GET /api/v1/challenges/c1"] = (200, {"data": {"id": "c1", "description": evil + "\n" + evil}})
        for arguments in (["challenges", "list"], ["challenges", "get", "c1"], ["challenges", "list", "--json"],
                          ["challenges", "list", "--field", "challenges.0.title"]):
            shown = self.on_terminal(*arguments, NO_COLOR="1")
            self.assertEqual(shown.code, 0, shown)
            self.assertNotRegex(shown.out, r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]", arguments)
        self.assertEqual(self.document("challenges", "list")["challenges"][0]["title"], evil)
        arena.answers["GET /api/v1/challenges"] = (400, {"error": {"message": evil, "code": "NO"}})
        self.assertNotRegex(self.bouts("challenges", "list").err, r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]")


class Accounts(BoutsTest):
    """Webhooks, tokens and dry runs, with the answers of API.md."""

    def setUp(self):
        super().setUp()
        self.far = self.scripted()

    def test_webhooks(self):
        one = {"id": "w1", "url": "https://example.org/hook", "events": ["result.finalized"], "secret_prefix": "whsec_ab",
               "active": True, "created_at": "2026-03-22T10:00:00Z"}
        self.far.answers = {
            "GET /api/v1/webhooks": (200, {"data": [one]}),
            "POST /api/v1/webhooks": (201, {"data": {**one, "secret": "whsec_made_by_the_arena"}}),
            "DELETE /api/v1/webhooks/w1": (200, {"data": {"deleted": True}}),
            "POST /api/v1/webhooks/w1/test": (200, {"data": {"delivered": False, "status_code": 500, "latency_ms": 12}}),
            "GET /api/v1/webhooks/w1/deliveries": (200, {"data": [{"id": "d1", "event_type": "result.finalized",
                                                                   "status": "delivered", "attempts": 1}]}),
            "POST /api/v1/webhooks/w1/rotate-secret": (200, {"data": {"secret": "whsec_fresh", "secret_prefix": "whsec_fr"}}),
        }
        text, document = self.both_forms("webhooks", "list")
        self.assertIn("https://example.org/hook", text)
        self.assertEqual(document["webhooks"][0]["events"], ["result.finalized"])
        create = ("webhooks", "create", "https://example.org/hook", "--event", "result.finalized")
        text, document = self.both_forms(*create)
        self.assertIn("whsec_made_by_the_arena", text)
        self.assertEqual(document["secret"], "whsec_made_by_the_arena")
        done = self.good(*create, "--secret-file", self.write("s", "whsec_made_by_the_arena\n"))
        self.assertNotIn("whsec_made_by_the_arena", done.out + done.err)
        self.assertIn('"secret":"whsec_made_by_the_arena"', self.far.seen[-1][2])
        text, document = self.both_forms("webhooks", "deliveries", "w1")
        self.assertIn("delivered", text)
        self.assertEqual(document["deliveries"][0]["id"], "d1")
        text, document = self.both_forms("webhooks", "rotate-secret", "w1")
        self.assertIn("whsec_fresh", text)
        self.assertEqual(document["secret"], "whsec_fresh")
        self.assertEqual(self.both_forms("webhooks", "delete", "w1"), ("w1 deleted\n", {"id": "w1", "deleted": True}))
        test = self.bouts("webhooks", "test", "w1", "--json")
        self.assertEqual((test.code, test.json()["status_code"]), (3, 500))

    def test_tokens(self):
        one = {"id": "t1", "name": "ci", "scopes": ["challenge:read"], "environment": "sandbox", "prefix": "bouts_sk_te",
               "created_at": "2026-03-22T10:00:00Z"}
        self.far.answers = {
            "GET /api/v1/auth/tokens": (200, {"data": [one]}),
            "POST /api/v1/auth/tokens": (201, {"data": {**one, "token": "bouts_sk_test_fresh"}}),
            "DELETE /api/v1/auth/tokens/t1": (200, {"data": {"revoked": True}}),
        }
        text, document = self.both_forms("tokens", "list")
        self.assertIn("never", text)
        self.assertEqual(document["tokens"][0]["scopes"], ["challenge:read"])
        create = ("tokens", "create", "--name", "ci", "--scope", "challenge:read", "--scope", "result:read",
                  "--expires-in-days", "7", "--environment", "sandbox")
        text, document = self.both_forms(*create)
        self.assertIn("bouts_sk_test_fresh", text)
        self.assertEqual(document["token"], "bouts_sk_test_fresh")
        self.assertEqual(json.loads(self.far.seen[-1][2]), {"name": "ci", "scopes": ["challenge:read", "result:read"],
                                                            "expires_in_days": 7, "environment": "sandbox"})
        self.assertEqual(self.document("tokens", "delete", "t1"), {"id": "t1", "deleted": True})

    def test_dry_runs(self):
        path = "POST /api/v1/dry-run/validate"
        self.far.answers[path] = (200, {"data": {"valid": True, "checks": [{"check": "auth", "status": "pass"}]}})
        text, document = self.both_forms("dry-run", "auth_check")
        self.assertIn("pass", text)
        self.assertTrue(document["valid"])
        self.far.answers[path] = (200, {"data": {"valid": False, "checks": [
            {"check": "session", "status": "fail", "detail": "it is closed"}]}})
        done = self.bouts("dry-run", "submission_create", "--session", "s1", "--content", "42")
        self.assertEqual(done.code, 3)
        self.assertIn("it is closed", done.out)
        self.assertEqual(json.loads(self.far.seen[-1][2]), {"action": "submission_create", "session_id": "s1", "content": "42"})


class Failures(BoutsTest):
    """One exit code for each kind, one line on standard error, nothing on standard output."""

    def fails(self, code: int, *arguments: str, **more: str) -> Done:
        done = self.bouts(*arguments, **more)
        self.assertEqual(done.code, code, f"bouts {' '.join(arguments)}: {done}")
        self.assertEqual(done.out, "")
        self.assertEqual(done.err.count("\n"), 1, done)
        self.assertNotIn("bouts_sk_of_a_test", done.err)
        return done

    def test_what_the_arena_answers(self):
        far = self.scripted()
        for status, code in ((401, 10), (403, 11), (404, 12), (409, 13), (410, 14), (400, 15), (422, 15)):
            far.answers["GET /api/v1/sessions/s1"] = (status, {"error": {"message": "no", "code": "NO", "request_id": "r1"}})
            self.assertIn("r1", self.fails(code, "sessions", "get", "s1").err)
            self.fails(code, "sessions", "get", "s1", "--json")
        far.answers["GET /api/v1/sessions/s1"] = (429, {"error": {"message": "no"}}, {"Retry-After": "0"})
        self.fails(16, "sessions", "get", "s1")
        far.answers["GET /api/v1/sessions/s1"] = (500, {"error": {"message": "no"}})
        self.fails(17, "sessions", "get", "s1")
        far.answers["GET /api/v1/sessions/s1"] = (200, "<html>")
        self.fails(18, "sessions", "get", "s1")
        far.answers["GET /api/v1/sessions/s1"] = (200, {"data": {"id": "s1"}})
        self.fails(12, "sessions", "get", "s1", "--field", "nothing.of.it")

    def test_what_keeps_the_answer_from_coming(self):
        far = self.scripted()
        self.fails(20, "ping", "--url", "http://127.0.0.1:1")
        self.fails(21, "ping", "--url", far.url.replace("http:", "https:"))
        far.answers["GET /api/v1/submissions/u1"] = (200, {"data": {"id": "u1", "submission_status": "judging"}})
        self.fails(22, "submissions", "wait", "u1", "--wait-seconds", "1")
        self.fails(23, "ping", "--url", "gopher://example.org")

    def test_what_is_wrong_here(self):
        self.scripted()
        for wrong in ([], ["nonsense"], ["challenges"], ["challenges", "get"], ["challenges", "get", "../etc"],
                      ["challenges", "list", "--limit", "51"], ["sessions", "get", "s1", "--nonsense"],
                      ["completion", "tcsh"], ["submit", "s1", "--content", "a", "--file", "b"]):
            self.fails(2, *wrong)
        self.fails(19, "submit", "s1", given="x" * 100_001)
        self.fails(25, "submit", "s1", "--file", "nowhere")
        self.fails(25, "ping", "--ca-file", "nowhere")
        self.fails(24, "webhooks", "listen")
        for name in ("BOUTS_API_KEY", "ARENA_API_KEY"):
            del self.around[name]
        self.assertIn("ARENA_API_KEY", self.fails(24, "ping").err)
        self.assertIn("bouts login", self.fails(24, "sessions", "get", "s1").err)


if __name__ == "__main__":
    unittest.main()
