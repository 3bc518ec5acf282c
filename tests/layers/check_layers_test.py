#!/usr/bin/env python3
"""Shows on small trees that each rule of check_layers.py catches its violation, and lets good code pass."""

import json
import os
import subprocess
import sys
import tempfile
import unittest

import check_layers


class LayersTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = folder.name

    def write(self, path, text="\n"):
        full = os.path.join(self.root, path)
        os.makedirs(os.path.dirname(full), exist_ok=True)
        with open(full, "w", encoding="utf-8") as file:
            file.write(text)

    def assert_clean(self, *compile_commands):
        _, problems, warnings = check_layers.check(self.root, *compile_commands)
        self.assertEqual(problems, [])
        return warnings

    def assert_problem(self, expected, *compile_commands):
        _, problems, _ = check_layers.check(self.root, *compile_commands)
        self.assertEqual(len(problems), 1, problems)
        self.assertIn(expected, problems[0])


class Program(LayersTest):
    def run_program(self):
        return subprocess.run([sys.executable, "-B", check_layers.__file__, "--root", self.root],
                              capture_output=True, text=True, check=False)

    def test_exit_code_and_last_line_tell_the_outcome(self):
        self.write("sdk/a.cpp")
        clean = self.run_program()
        self.assertEqual((clean.returncode, clean.stdout), (0, "layers: 1 sources, 0 problems, 0 warnings\n"))

        self.write("sdk/a.cpp", "#include <sqlite3.h>\n")
        broken = self.run_program()
        self.assertEqual(broken.returncode, 1)
        self.assertIn("sdk/a.cpp:1: SQLite", broken.stdout)


class Includes(LayersTest):
    ALLOWED = (
        ("core/wire/a.hpp", "core/base/b.hpp"),
        ("core/bout/a.hpp", "core/http/b.hpp"),
        ("core/relay/a.hpp", "core/bout/b.hpp"),
        ("aio/a.hpp", "core/base/b.hpp"),
        ("config/a.hpp", "core/wire/b.hpp"),
        ("sdk/a.hpp", "aio/b.hpp"),
        ("runner/a.hpp", "core/bout/b.hpp"),
        ("daemon/a.hpp", "sdk/b.hpp"),
        ("daemon/control/a.hpp", "runner/b.hpp"),
        ("sandbox/a.hpp", "aio/b.hpp"),
        ("cli/a.hpp", "sdk/b.hpp"),
        ("tests/e2e/a_test.cpp", "sandbox/b.hpp"),
    )
    FORBIDDEN = (
        ("core/base/a.hpp", "core/wire/b.hpp"),
        ("core/agent/a.hpp", "core/redact/b.hpp"),
        ("core/http/a.hpp", "core/bout/b.hpp"),
        ("core/redact/deep/a.hpp", "core/relay/b.hpp"),
        ("core/relay/a.cpp", "aio/b.hpp"),
        ("aio/a.hpp", "sdk/b.hpp"),
        ("config/a.hpp", "daemon/b.hpp"),
        ("config/a.hpp", "aio/b.hpp"),
        ("sdk/a.hpp", "config/b.hpp"),
        ("runner/a.cpp", "core/wire/b.hpp"),
        ("runner/a.cpp", "aio/b.hpp"),
        ("sandbox/a.cpp", "sdk/b.hpp"),
        ("cli/a.cpp", "config/b.hpp"),
        ("cli/a.cpp", "daemon/b.hpp"),
        ("daemon/a.cpp", "sandbox/b.hpp"),
        ("sdk/a.cpp", "tests/support/b.hpp"),
    )

    def test_downward_includes_pass(self):
        for path, target in self.ALLOWED:
            self.write(target)
            self.write(path, f'#include "{target}"\n')
        self.assert_clean()

    def test_upward_and_sideways_includes_fail(self):
        for path, target in self.FORBIDDEN:
            with self.subTest(path=path, target=target):
                self.write(target)
                self.write(path, f'#include "{target}"\n')
                room = "core/redact" if "redact" in path else os.path.dirname(path)
                self.assert_problem(f"{path}:1: {room} may not include")
                os.remove(os.path.join(self.root, path))

    def test_an_include_that_is_not_from_the_root_fails(self):
        self.write("sdk/b.hpp")
        self.write("sdk/a.hpp", '\n#include "b.hpp"\n')
        self.assert_problem('sdk/a.hpp:2: "b.hpp" is no path from the project\'s root')

    def test_a_header_that_is_made_of_a_template_is_included_by_its_own_name(self):
        self.write("sdk/version.hpp.in", "#include <sqlite3.h>\n")
        self.write("sdk/a.cpp", '#include "sdk/version.hpp"\n')
        self.assert_problem("sdk/version.hpp:1: SQLite")

    def test_a_source_in_no_room_fails(self):
        self.write("util/a.hpp")
        self.assert_problem("util/a.hpp:1: is in no room")

    def test_comments_and_raw_strings_are_no_includes(self):
        self.write("daemon/b.hpp")
        self.write("core/base/a.cpp", '// #include "daemon/b.hpp"\n/*\n#include "daemon/b.hpp"\n*/\n'
                                      'auto text = R"x(\n#include "daemon/b.hpp"\n)x";\n')
        self.assert_clean()


class Cycles(LayersTest):
    def test_folders_of_one_room_that_include_each_other_fail(self):
        self.write("daemon/a/one.hpp", '#include "daemon/b/two.hpp"\n')
        self.write("daemon/b/two.hpp")
        self.write("daemon/b/three.hpp", '#include "daemon/a/four.hpp"\n')
        self.write("daemon/a/four.hpp")
        self.assert_problem("these folders include each other: daemon/a, daemon/b")

    def test_a_cycle_over_three_folders_is_one_problem(self):
        for here, there in (("a", "b"), ("b", "c"), ("c", "a")):
            self.write(f"daemon/{here}/x.hpp", f'#include "daemon/{there}/x.hpp"\n')
        self.assert_problem("these folders include each other: daemon/a, daemon/b, daemon/c")

    def test_folders_that_only_point_down_pass(self):
        self.write("daemon/a/one.hpp", '#include "daemon/b/two.hpp"\n#include "daemon/c/three.hpp"\n')
        self.write("daemon/b/two.hpp", '#include "daemon/c/three.hpp"\n')
        self.write("daemon/c/three.hpp")
        self.assert_clean()


class Libraries(LayersTest):
    ALLOWED = (
        ("sdk/a.cpp", "boost/beast/core.hpp"),
        ("aio/separate_compilation/beast.cpp", "boost/beast/src.hpp"),
        ("cli/a.cpp", "boost/asio/awaitable.hpp"),
        ("daemon/journal.cpp", "sqlite3.h"),
        ("config/yaml.cpp", "yaml-cpp/yaml.h"),
        ("core/agent/a.cpp", "simdjson.h"),
        ("core/redact/a.cpp", "re2/re2.h"),
        ("core/base/digest.cpp", "openssl/evp.h"),
        ("daemon/log.cpp", "spdlog/spdlog.h"),
        ("sandbox/main.cpp", "CLI/CLI.hpp"),
        ("core/wire/json.cpp", "boost/json/value.hpp"),
        ("tests/core/a_test.cpp", "gtest/gtest.h"),
        ("tests/support/server.cpp", "boost/beast/http.hpp"),
    )
    FORBIDDEN = (
        ("sdk/a.hpp", "boost/beast/core.hpp", "Boost.Beast"),
        ("daemon/a.cpp", "boost/beast/core.hpp", "Boost.Beast"),
        ("core/bout/a.cpp", "boost/asio/awaitable.hpp", "Boost.Asio"),
        ("config/a.cpp", "boost/asio.hpp", "Boost.Asio"),
        ("runner/a.cpp", "boost/asio/io_context.hpp", "Boost.Asio"),
        ("sdk/a.cpp", "sqlite3.h", "SQLite"),
        ("daemon/a.cpp", "yaml-cpp/yaml.h", "yaml-cpp"),
        ("config/a.hpp", "yaml-cpp/node/node.h", "yaml-cpp"),
        ("sandbox/a.cpp", "simdjson.h", "simdjson"),
        ("core/wire/a.cpp", "re2/re2.h", "RE2"),
        ("core/wire/a.cpp", "openssl/sha.h", "OpenSSL"),
        ("cli/a.cpp", "spdlog/spdlog.h", "spdlog"),
        ("sdk/a.cpp", "fmt/format.h", "spdlog"),
        ("config/a.cpp", "CLI/CLI.hpp", "CLI11"),
        ("core/base/a.cpp", "gtest/gtest.h", "GoogleTest"),
    )

    def test_libraries_at_home_pass(self):
        for path, header in self.ALLOWED:
            self.write(path, f"#include <{header}>\n")
        self.assert_clean()

    def test_libraries_elsewhere_fail(self):
        for path, header, name in self.FORBIDDEN:
            with self.subTest(path=path, header=header):
                self.write(path, f"#include <{header}>\n")
                self.assert_problem(f"{path}:1: {name} (<{header}>) stays in")
                os.remove(os.path.join(self.root, path))

    def test_too_many_users_of_a_library_fail(self):
        for name, header, limit in (("daemon", "sqlite3.h", 1), ("config", "yaml-cpp/yaml.h", 1),
                                    ("sdk", "boost/beast/http.hpp", 2)):
            with self.subTest(header=header):
                for number in range(limit + 1):
                    self.write(f"{name}/{number}.cpp", f"#include <{header}>\n")
                self.assert_problem(f"is included by {limit + 1} files")
                os.remove(os.path.join(self.root, f"{name}/{limit}.cpp"))
                self.assert_clean()


class Purity(LayersTest):
    def test_headers_of_the_outside_world_fail_in_core_only(self):
        for header in ("thread", "mutex", "fstream", "filesystem", "sys/socket.h", "unistd.h", "netinet/in.h"):
            with self.subTest(header=header):
                self.write("daemon/a.cpp", f"#include <{header}>\n")
                self.write("core/base/a.cpp", f"#include <{header}>\n")
                self.assert_problem(f"core/base/a.cpp:1: core is pure: no <{header}> there")

    def test_clocks_environment_and_randomness_fail_in_core_only(self):
        for call in ("std::chrono::steady_clock::now()", "mono_clock::now ()", "std::time(nullptr)",
                     "clock_gettime(CLOCK_REALTIME, &t)", 'std::getenv("HOME")', 'secure_getenv("HOME")',
                     "std::random_device{}()"):
            with self.subTest(call=call):
                self.write("aio/a.cpp", f"auto x = {call};\n")
                self.write("core/relay/a.cpp", f"// a line before\nauto x = {call};\n")
                self.assert_problem("core/relay/a.cpp:2: core is pure")

    def test_words_in_comments_strings_and_beside_digits_pass(self):
        self.write("core/base/a.cpp", "// never steady_clock::now() here\n"
                                      'auto text = "getenv(HOME)";\n'
                                      "auto many = 100'000; /* std::time(nullptr) */ auto quote = '\"';\n"
                                      'auto raw = R"(system_clock::now())"; auto date = "//";\n'
                                      "using time = std::chrono::steady_clock::time_point;\n")
        self.assert_clean()


class Lengths(LayersTest):
    def test_long_files_are_named_and_longer_ones_fail(self):
        self.write("sdk/good.cpp", "\n" * 300)
        self.write("sdk/long.cpp", "\n" * 301)
        self.assertEqual(len(self.assert_clean()), 1)
        self.assertIn("sdk/long.cpp:301: 301 lines", self.assert_clean()[0])
        self.write("sdk/long.cpp", "\n" * 401)
        self.assert_problem("sdk/long.cpp:401: 401 lines; 400 at most")

    def test_tests_may_be_longer(self):
        self.write("tests/sdk/a_test.cpp", "\n" * 600)
        self.assertEqual(self.assert_clean(), [])
        self.write("tests/sdk/a_test.cpp", "\n" * 601)
        self.assert_problem("tests/sdk/a_test.cpp:601: 601 lines; 600 at most")


class Compiled(LayersTest):
    def commands(self, *paths):
        entries = [{"directory": self.root, "file": path, "command": "c++"} for path in paths]
        self.write("build/compile_commands.json", json.dumps(entries))
        return os.path.join(self.root, "build/compile_commands.json")

    def test_a_test_in_no_target_fails(self):
        self.write("tests/sdk/a_test.cpp")
        self.write("tests/sdk/b_test.cpp")
        self.assert_problem("tests/sdk/b_test.cpp:1: is in no target", self.commands("tests/sdk/a_test.cpp"))

    def test_sources_in_targets_pass_and_sources_that_must_not_compile_are_no_targets(self):
        self.write("sdk/a.cpp")
        self.write("tests/core/compile_fail/raw_event.cpp")
        self.assert_clean(self.commands(os.path.join(self.root, "sdk/a.cpp")))


if __name__ == "__main__":
    unittest.main()
