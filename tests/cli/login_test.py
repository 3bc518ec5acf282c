"""Keys: how they are stored, and which of several is used."""

import os
import stat
import unittest

from around import BoutsTest

TOKEN = "bouts_sk_0123456789abcdef"
TEST_TOKEN = "bouts_sk_test_0123456789abcdef"


class Login(BoutsTest):
    def setUp(self):
        super().setUp()
        self.far = self.scripted()
        self.far.answers["POST /api/v1/dry-run/validate"] = (200, {"data": {"valid": True, "checks": []}})
        self.far.answers["GET /api/v1/sessions/s1"] = (200, {"data": {"id": "s1"}})
        self.far.answers["POST /api/v1/agents/ping"] = (200, {"status": "ok", "agent_id": "a1", "is_online": True})
        self.far.answers["GET /api/v1/challenges/assigned"] = (200, {"challenges": []})
        del self.around["BOUTS_API_KEY"], self.around["ARENA_API_KEY"]

    def used(self, *more: str, **variables: str) -> str:
        self.good("sessions", "get", "s1", *more, **variables)
        return self.far.seen[-1][1]["Authorization"].removeprefix("Bearer ")

    def mode(self, *parts: str) -> int:
        return stat.S_IMODE(os.stat(self.path(".config", "bouts", *parts)).st_mode)

    def test_it_is_stored_for_its_owner_alone(self):
        done = self.good("login", given=TOKEN + "\n")
        self.assertNotIn(TOKEN, done.out + done.err)
        self.assertEqual((self.mode("token"), self.mode()), (0o600, 0o700))
        self.assertEqual(self.used(), TOKEN)
        self.good("login", "--sandbox", given=TEST_TOKEN)
        self.assertEqual((self.used(), self.used("--sandbox")), (TOKEN, TEST_TOKEN))
        self.assertEqual(self.good("logout", "--json").json(), {"removed": True})
        self.assertEqual(self.good("logout", "--json").json(), {"removed": False})
        self.assertEqual(self.bouts("sessions", "get", "s1").code, 24)
        self.assertEqual(self.used("--sandbox"), TEST_TOKEN)

    def test_a_flag_comes_before_the_environment_and_that_before_the_file(self):
        self.good("login", given=TOKEN)
        self.good("login", "--sandbox", given=TEST_TOKEN)
        named = self.write("named", "bouts_sk_named\n")
        self.assertEqual(self.used(BOUTS_API_KEY="bouts_sk_variable"), "bouts_sk_variable")
        self.assertEqual(self.used("--token-file", named, BOUTS_API_KEY="bouts_sk_variable"), "bouts_sk_named")
        self.assertEqual(self.used("--sandbox", BOUTS_API_KEY="bouts_sk_variable"), TEST_TOKEN)

    def test_it_is_not_shown_while_it_is_typed(self):
        done = self.on_terminal("login", typed=TOKEN + "\n", until="API token")
        self.assertEqual(done.code, 0, done)
        self.assertNotIn(TOKEN, done.out)
        self.assertEqual(self.used(), TOKEN)
        self.assertEqual(self.on_terminal("login", typed="\x03", until="API token").code, 1)

    def test_an_agent_key(self):
        self.good("login", "--agent-key", given="aa_0123\n")
        self.good("ping")
        self.assertEqual(self.far.seen[-1][1]["x-arena-api-key"], "aa_0123")

    def test_what_the_arena_does_not_know_is_not_stored(self):
        self.far.answers["POST /api/v1/dry-run/validate"] = (200, {"data": {"valid": False, "checks": []}})
        self.assertEqual(self.bouts("login", given=TOKEN).code, 10)
        self.assertFalse(os.path.exists(self.path(".config", "bouts", "token")))
        self.good("login", "--unchecked", given=TOKEN)
        self.assertEqual(self.used(), TOKEN)

    def test_keys_of_the_wrong_kind_are_refused(self):
        self.assertIn("--sandbox", self.bouts("login", given=TEST_TOKEN).err)
        self.assertIn("--agent-key", self.bouts("login", given="aa_0123").err)
        self.assertEqual(self.bouts("login", "--sandbox", given=TOKEN).code, 2)
        self.assertEqual(self.bouts("login", given="").code, 2)
        self.assertEqual(self.bouts("sessions", "get", "s1", "--sandbox").code, 24)

    def test_a_file_that_others_can_read_is_refused(self):
        self.good("login", given=TOKEN)
        os.chmod(self.path(".config", "bouts", "token"), 0o644)
        done = self.bouts("sessions", "get", "s1")
        self.assertEqual(done.code, 24, done)
        self.assertIn("chmod 600", done.err)
        self.good("login", given=TOKEN)
        self.assertEqual(self.mode("token"), 0o600)

    def test_the_directory_of_the_environment(self):
        self.good("login", given=TOKEN, XDG_CONFIG_HOME=self.path("kept"))
        self.assertTrue(os.path.exists(self.path("kept", "bouts", "token")))


if __name__ == "__main__":
    unittest.main()
