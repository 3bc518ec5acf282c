#!/usr/bin/env python3
"""Installs the client library into a folder of its own, moves it, and uses it as a stranger would.

Headers compile alone, bring no Beast and, but for those of the awaitable client, no Boost at all; the examples build by
find_package and by pkg-config; both quickstarts, and the one in README.md, play a bout against arena-sandbox; the webhook
receiver takes what is signed and nothing else.

Needs the targets bouts_library and arena-sandbox. Exit code 0: all of it; 1: the first that is not so, with the reason.
"""

import argparse
import hashlib
import hmac
import http.client
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
# Headers of the awaitable client: Asio is in their interface.
WITH_ASIO = {"async.hpp", "sdk/async_client.hpp", "sdk/pager.hpp", "sdk/transport.hpp"}
PATIENCE = 300  # seconds, for one compilation or one bout on a busy machine
FLAGS = ["-std=c++23", "-Wall", "-Wextra", "-Wpedantic", "-Werror"]


class Failed(Exception):
    """Something is not as it should be."""


def run(command: list, **more) -> str:
    """Its output; Failed with all that it said when it fails."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False, **more)
    if done.returncode != 0:
        raise Failed(f"{' '.join(command)}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def expect(condition: bool, what: str) -> None:
    if not condition:
        raise Failed(what)


def install(build: str, scratch: str) -> str:
    """Where it lies in the end: not where it was installed, as packages are moved."""
    first = os.path.join(scratch, "first")
    run(["cmake", "--install", build, "--component", "sdk", "--prefix", first])
    moved = os.path.join(scratch, "moved")
    os.rename(first, moved)
    return moved


def check_header(compiler: str, include: str, header: str, scratch: str) -> None:
    depends = os.path.join(scratch, header.replace("/", "_") + ".d")
    run([compiler, *FLAGS, "-fsyntax-only", "-I", include, "-DBOOST_ASIO_SEPARATE_COMPILATION",
         "-MD", "-MF", depends, "-MT", "x", "-include", f"bouts/{header}", "-x", "c++", os.devnull])
    with open(depends, encoding="utf-8") as file:
        seen = file.read()
    expect("boost/beast" not in seen, f"<bouts/{header}> brings Beast with it")
    expect("simdjson" not in seen, f"<bouts/{header}> brings simdjson with it")
    expect(header in WITH_ASIO or "/boost/" not in seen, f"<bouts/{header}> brings Boost with it")


def check_headers(compiler: str, prefix: str, scratch: str) -> int:
    include = os.path.join(prefix, "include")
    top = os.path.join(include, "bouts")
    headers = [os.path.relpath(os.path.join(folder, name), top) for folder, _, names in os.walk(top) for name in names]
    expect("bouts.hpp" in headers and WITH_ASIO <= set(headers), "headers are missing")
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        for done in [pool.submit(check_header, compiler, include, header, scratch) for header in headers]:
            done.result()
    return len(headers)


def build_examples(compiler: str, prefix: str, scratch: str) -> str:
    into = os.path.join(scratch, "examples")
    run(["cmake", "-S", os.path.join(ROOT, "examples", "sdk"), "-B", into, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=Debug",
         f"-DCMAKE_PREFIX_PATH={prefix}", f"-DCMAKE_CXX_COMPILER={compiler}"])
    run(["cmake", "--build", into])
    return into


def build_by_pkg_config(compiler: str, prefix: str, source: str, program: str) -> None:
    found = [os.path.join(folder, "pkgconfig") for folder, folders, _ in os.walk(prefix) if "pkgconfig" in folders]
    around = {**os.environ, "PKG_CONFIG_PATH": ":".join(found)}
    flags = run(["pkg-config", "--cflags", "--libs", "bouts"], env=around).split()
    run([compiler, *FLAGS, source, "-o", program, *flags])


def readme_quickstart(scratch: str) -> str:
    with open(os.path.join(ROOT, "README.md"), encoding="utf-8") as file:
        blocks = re.findall(r"^```cpp\n(.*?)^```$", file.read(), re.MULTILINE | re.DOTALL)
    expect(len(blocks) == 1, "README.md should have one block of C++")
    source = os.path.join(scratch, "readme.cpp")
    with open(source, "w", encoding="utf-8") as file:
        file.write(blocks[0])
    return source


class Arena:
    """arena-sandbox on a free port, ended with the `with` block."""

    def __init__(self, build: str):
        self.process = subprocess.Popen(
            [os.path.join(build, "bin", "arena-sandbox"), "--port", "0", "--quiet", "--judge-after", "10ms"],
            stdout=subprocess.PIPE, text=True)
        self.greeting = json.loads(self.process.stdout.readline())

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()

    def open_to_all(self) -> None:
        """Makes a challenge that is also seen without a token: a wrong one is taken for none on reads (API.md)."""
        link = http.client.HTTPConnection(self.greeting["url"].removeprefix("http://"), timeout=60)
        link.request("POST", "/_arena/assign", '{"agent":null}')
        expect(link.getresponse().status == 201, "the arena made no challenge")
        link.close()

    def environment(self) -> dict:
        kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        return {**kept, "BOUTS_BASE_URL": self.greeting["url"],
                "BOUTS_API_KEY": self.greeting["agents"][0]["token_test"]}


def play(build: str, program: str) -> None:
    """A bout of its own arena, as an entry is submitted to once."""
    with Arena(build) as arena:
        said = run([program], env=arena.environment())
        expect(re.search(r"[Ss]core: [0-9.]+/100", said) is not None, f"{program} told no score: {said}")
        arena.open_to_all()
        wrong = subprocess.run([program], env={**arena.environment(), "BOUTS_API_KEY": "bouts_sk_test_wrong"},
                               capture_output=True, text=True, timeout=PATIENCE, check=False)
        expect(wrong.returncode == 1, f"{program}: exit code {wrong.returncode} with a wrong token")
        expect("bouts_sk_test_wrong" not in wrong.stdout + wrong.stderr, f"{program} showed the token")


def deliver(port: int, body: bytes, signature: str) -> int:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    link.request("POST", "/", body, {"X-Bouts-Signature": signature, "X-Bouts-Delivery-ID": "d1",
                                     "X-Bouts-Event": "submission.completed"})
    status = link.getresponse().status
    link.close()
    return status


def check_receiver(program: str) -> None:
    key = b"whsec_of_a_test"
    body = b'{"id":"e1","event_type":"submission.completed","data":{"submission_id":"u1","final_score":91.5}}'
    signed = "sha256=" + hmac.new(key, body, hashlib.sha256).hexdigest()
    hashed = "sha256=" + hmac.new(hashlib.sha256(key).hexdigest().encode(), body, hashlib.sha256).hexdigest()
    receiver = subprocess.Popen([program, "0"], env={**os.environ, "BOUTS_WEBHOOK_SECRET": key.decode()},
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    try:
        port = int(receiver.stdout.readline().split()[-1])
        answers = [deliver(port, body, signature) for signature in (signed[:-1] + "0", "", signed, hashed)]
        first = 401 if not signed.endswith("0") else 200
        expect(answers == [first, 401, 200, 200], f"the receiver answered {answers}")
    finally:
        receiver.terminate()
        said, _ = receiver.communicate()
    expect(said.count("submission_id: u1") == 1, f"the receiver should tell a delivery once: {said}")


def main() -> int:
    parser = argparse.ArgumentParser(description="Checks the installed client library.")
    parser.add_argument("--build", required=True, help="the build folder")
    parser.add_argument("--compiler", default="c++")
    given = parser.parse_args()
    build = os.path.abspath(given.build)
    scratch = tempfile.mkdtemp(prefix="bouts-package-")
    try:
        prefix = install(build, scratch)
        headers = check_headers(given.compiler, prefix, scratch)
        examples = build_examples(given.compiler, prefix, scratch)
        from_readme = os.path.join(scratch, "readme")
        build_by_pkg_config(given.compiler, prefix, readme_quickstart(scratch), from_readme)
        for program in (os.path.join(examples, "quickstart"), os.path.join(examples, "quickstart_async"), from_readme):
            play(build, program)
        check_receiver(os.path.join(examples, "webhook_receiver"))
    except Failed as why:
        print(why)
        return 1
    finally:
        shutil.rmtree(scratch)
    print(f"package: {headers} headers, 3 quickstarts and the receiver are as they should be")
    return 0


if __name__ == "__main__":
    sys.exit(main())
