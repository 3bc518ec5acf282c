"""`bouts doctor`, with each thing broken that it looks at."""

import email.utils
import re
import socket
import subprocess
import time
import unittest

from around import BoutsTest, Arena

GOOD = {"valid": True, "checks": [{"check": "auth", "status": "pass"},
                                  {"check": "scopes", "status": "pass",
                                   "detail": "challenge:read challenge:enter submission:create submission:read result:read"}]}


def without_times(text: str) -> str:
    return re.sub(r"[0-9]+(ms|s|m|h)", "", text)


class Doctor(BoutsTest):
    def setUp(self):
        super().setUp()
        self.far = self.scripted()
        self.says(GOOD)
        self.far.answers["GET /api/v1/challenges"] = (200, {"data": []})
        self.far.answers["GET /api/v1/challenges/assigned"] = (200, {"challenges": []})

    def says(self, report: dict) -> None:
        self.far.answers["POST /api/v1/dry-run/validate"] = (200, {"data": report})

    def finds(self, code: int, broken: str, *arguments: str, mark: str = "fail", **more: str) -> dict:
        """That `broken` is the one that has this mark; gives its finding."""
        text = self.bouts("doctor", *arguments, **more)
        done = self.bouts("doctor", "--json", *arguments, **more)
        self.assertEqual((text.code, done.code), (code, code), f"{text}\n{done}")
        self.assertEqual(done.json()["ok"], code == 0)
        marked = [one for one in done.json()["checks"] if one["mark"] == mark]
        self.assertEqual([one["check"] for one in marked], [broken], done)
        self.assertTrue(marked[0]["reason"])
        self.assertIn(without_times(marked[0]["reason"]), without_times(text.out))
        self.assertTrue(marked[0]["remedy"])
        self.assertIn("→ " + marked[0]["remedy"], text.out)
        self.assertNotIn("bouts_sk_of_a_test", text.out + text.err + done.out)
        return marked[0]

    def test_all_is_well(self):
        text, document = self.both_forms("doctor")
        self.assertTrue(document["ok"])
        self.assertEqual([one["check"] for one in document["checks"]],
                         ["address", "dns", "tcp", "tls", "token", "scopes", "agent key", "clock"])
        self.assertEqual({one["mark"] for one in document["checks"]}, {"pass", "skipped"})  # TLS on the loopback
        self.assertNotIn("✗", text)

    def test_the_address(self):
        self.finds(23, "address", "--url", "gopher://example.org")

    def test_the_name(self):
        self.finds(20, "dns", "--url", "http://" + "a" * 64 + ".invalid")

    def test_the_connection(self):
        with socket.socket() as taken:  # bound, but nobody listens
            taken.bind(("127.0.0.1", 0))
            self.finds(20, "tcp", "--url", f"http://127.0.0.1:{taken.getsockname()[1]}")

    def test_the_certificate(self):
        key, chain = self.path("key.pem"), self.path("chain.pem")
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                        "-days", "2", "-subj", "/CN=test", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key,
                        "-out", chain], check=True, capture_output=True)
        arena = Arena("--tls-cert", chain, "--tls-key", key)
        self.addCleanup(arena.close)
        self.finds(21, "tls", "--url", arena.url)
        marks = {one["check"]: one["mark"] for one in
                 self.bouts("doctor", "--json", "--url", arena.url, "--ca-file", chain).json()["checks"]}
        self.assertEqual(marks["tls"], "pass")
        self.finds(25, "tls", "--url", arena.url, "--ca-file", "nowhere")

    def test_the_proxy(self):
        done = self.bouts("doctor", "--json", "--url", "https://arena.invalid", HTTPS_PROXY=self.far.url)
        self.assertEqual(done.code, 20, done)
        marks = {one["check"]: one["mark"] for one in done.json()["checks"]}
        self.assertEqual((marks["dns"], marks["tcp"], marks["tls"]), ("pass", "fail", "skipped"))

    def test_the_token(self):
        self.far.answers["POST /api/v1/dry-run/validate"] = (401, {"error": {"message": "Invalid", "code": "UNAUTHORIZED"}})
        self.finds(10, "token")
        self.says({"valid": False, "checks": [{"check": "auth", "status": "fail", "detail": "No valid token"}]})
        self.finds(10, "token")
        del self.around["BOUTS_API_KEY"]
        self.finds(24, "token")

    def test_the_scopes(self):
        self.says({"valid": True, "checks": [{"check": "auth", "status": "pass"},
                                             {"check": "scopes", "status": "pass", "detail": "challenge:read submission:read"}]})
        self.assertIn("submission:create", self.finds(11, "scopes")["reason"])
        self.says({"valid": True, "checks": [{"check": "scope", "status": "fail", "detail": "challenge:enter is missing"}]})
        self.assertIn("challenge:enter", self.finds(11, "scopes")["reason"])

    def test_the_agent_key(self):
        self.far.answers["GET /api/v1/challenges/assigned"] = (401, {"error": "Invalid API key"})
        self.finds(10, "agent key")

    def test_the_clock(self):
        self.far.date = email.utils.formatdate(time.time() + 3600, usegmt=True)
        self.assertIn("behind", self.finds(0, "clock", mark="warn")["reason"])
        self.far.date = email.utils.formatdate(time.time() - 3600, usegmt=True)
        self.assertIn("ahead", self.finds(0, "clock", mark="warn")["reason"])


if __name__ == "__main__":
    unittest.main()
