"""Completion in the shells themselves, the manual page, and that the table is told everywhere."""

import gzip
import os
import re
import shutil
import subprocess
import unittest

from around import BIN, PATIENCE, BoutsTest

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Shells(BoutsTest):
    def run_in(self, *command: str) -> str:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False, env=self.around,
                              cwd=self.home.name)
        self.assertEqual((done.returncode, done.stderr), (0, ""), f"{command}: {done.stdout}")
        return done.stdout

    def script(self, shell: str) -> str:
        return self.write(f"completion.{shell}", self.good("completion", shell).out)

    def commands(self) -> list:
        """Every "group name" and "name", as the help has them."""
        found = []
        for name in self.names("--help"):
            inner = self.names(name, "--help")
            found += [f"{name} {one}" for one in inner] if inner else [name]
        return found

    def names(self, *arguments: str) -> list:
        said = self.good(*arguments).out.partition("Subcommands:")[2]
        return re.findall(r"^  ([a-z][a-z-]*) ", said, re.MULTILINE)

    def in_bash(self, line: str) -> list:
        """What a TAB behind `line` offers."""
        words = line.split(" ")
        quoted = " ".join(f"'{word}'" for word in words)
        return self.run_in("bash", "-c", f"source {self.script('bash')}; COMP_WORDS=({quoted}); "
                                         f"COMP_CWORD={len(words) - 1}; _bouts; printf '%s\\n' \"${{COMPREPLY[@]}}\"").split()

    def test_bash_reads_it_and_completes(self):
        self.run_in("bash", "-n", self.script("bash"))
        self.assertEqual(self.in_bash("bouts chall"), ["challenges"])
        self.assertEqual(sorted(self.in_bash("bouts webhooks ")[:7]), sorted(self.names("webhooks", "--help")))
        self.assertEqual(self.in_bash("bouts --url http://x challenges list --sta"), ["--status"])
        self.assertEqual(self.in_bash("bouts challenges list --status a"), ["active"])
        self.assertIn("submission:create", self.in_bash("bouts tokens create --name x --scope "))
        self.assertEqual(self.in_bash("bouts completion z"), ["zsh"])

    @unittest.skipUnless(shutil.which("zsh"), "no zsh here")
    def test_zsh_reads_it(self):
        self.run_in("zsh", "-n", self.script("zsh"))
        said = self.run_in("zsh", "-fc", f"compdef() {{ print \"$@\" }}; source {self.script('zsh')}; "
                                         "_describe() { print -l -- $found }; words=(bouts challenges ''); CURRENT=3; _bouts")
        self.assertTrue(said.startswith("_bouts bouts\n"), said)
        self.assertIn("create-session:", said)

    @unittest.skipUnless(shutil.which("fish"), "no fish here")
    def test_fish_reads_it_and_completes(self):
        self.run_in("fish", "--no-execute", self.script("fish"))
        offered = self.run_in("fish", "-c", f"source {self.script('fish')}; complete -C 'bouts challenges '")
        self.assertIn("create-session\t", offered)
        offered = self.run_in("fish", "-c", f"source {self.script('fish')}; complete -C 'bouts challenges list --status a'")
        self.assertIn("active", offered)

    def test_every_command_is_in_every_document(self):
        commands = self.commands()
        self.assertGreater(len(commands), 30)
        bash, zsh, manual = (self.good(*what).out for what in (("completion", "bash"), ("completion", "zsh"), ("manual",)))
        for command in commands:
            self.assertIn(f"'{command}'", bash)
            self.assertIn(f"'{command}'", zsh)
            self.assertIn("\\fBbouts " + command.replace("-", "\\-") + "\\fR", manual)
        for option in re.findall(r"--[a-z][a-z-]+", self.good("webhooks", "listen", "--help").out):
            self.assertIn(option.replace("-", "\\-"), manual)

    def test_the_manual_page_is_good_troff(self):
        page = self.write("bouts.1", self.good("manual").out)
        if shutil.which("groff"):
            shown = self.run_in("groff", "-man", "-Tutf8", "-ww", "-P-cbou", page)
            self.assertIn("EXIT STATUS", shown)

    def test_what_is_installed_is_what_the_program_says(self):
        share = os.path.join(os.path.dirname(BIN), "share")
        with gzip.open(os.path.join(share, "man", "man1", "bouts.1.gz"), "rt", encoding="utf-8") as built:
            self.assertEqual(built.read(), self.good("manual").out)
        for shell, path in (("bash", "bash-completion/completions/bouts"), ("zsh", "zsh/site-functions/_bouts"),
                            ("fish", "fish/vendor_completions.d/bouts.fish")):
            with open(os.path.join(share, path), encoding="utf-8") as built:
                self.assertEqual(built.read(), self.good("completion", shell).out)

    def test_the_exit_codes_of_the_help_are_those_of_the_manual(self):
        table = re.findall(r"^ +(\d+)  (.+)$", self.good("--help").out.partition("Exit codes:")[2], re.MULTILINE)
        self.assertGreater(len(table), 15)
        section = self.good("manual").out.partition(".SH EXIT STATUS")[2].partition(".SH")[0]
        self.assertEqual(re.findall(r"\\fB(\d+)\\fR", section), [code for code, _ in table])


class Quickstart(BoutsTest):
    def test_the_steps_of_the_readme(self):
        with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as file:
            blocks = re.findall(r"^```sh\n(.*?)^```$", file.read(), re.MULTILINE | re.DOTALL)
        steps = [block for block in blocks if "create-session" in block]
        self.assertEqual(len(steps), 1)
        local = self.arena()
        del self.around["BOUTS_API_KEY"]
        script = steps[0].replace("bouts_sk_test_…", local.agent["token_test"])
        self.assertNotEqual(script, steps[0])
        done = subprocess.run(["bash", "-euo", "pipefail", "-c", script], capture_output=True, text=True, timeout=PATIENCE,
                              check=False, env=self.around, cwd=self.home.name)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertRegex(done.stdout, r"final score: +[0-9.]+")
        self.assertIn("completed", done.stdout)


if __name__ == "__main__":
    unittest.main()
