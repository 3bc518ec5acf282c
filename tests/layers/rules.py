"""The order of the rooms, as tables. check_layers.py reads them; docs and CMake say the same in their own way."""

import re
from dataclasses import dataclass

_CORE = ("core/base", "core/wire", "core/agent", "core/redact", "core/http", "core/bout", "core/relay")

# Room -> the other rooms it may include. A folder belongs to the longest room that it lies in, so that
# core/agent/dialects is core/agent. Everything that is no room may hold no C++ source.
ROOMS = {
    "core/base": (),
    "core/wire": ("core/base",),
    "core/agent": ("core/base", "core/wire"),
    "core/redact": ("core/base", "core/wire"),
    "core/http": ("core/base", "core/wire"),
    "core/bout": ("core/base", "core/wire", "core/http"),
    "core/relay": tuple(room for room in _CORE if room != "core/relay"),
    "aio": _CORE,
    "httpd": _CORE + ("aio",),
    "control": _CORE + ("aio", "httpd"),
    "config": _CORE,
    "sdk": _CORE + ("aio",),
    "runner": ("core/base", "core/bout"),
    "daemon": _CORE + ("aio", "httpd", "control", "config", "sdk", "runner"),
    "sandbox": _CORE + ("aio", "httpd"),
    "cli": _CORE + ("aio", "httpd", "sdk"),
    "bench": _CORE + ("aio", "sdk"),
    "fuzz": _CORE + ("aio", "sdk"),
    "examples/sdk": (),
    "packaging/relocatable": (),
}
# Built only when asked for (ARENA_BUILD_BENCH, ARENA_BUILD_FUZZ), and by tests/package against what is installed.
OPTIONAL_ROOMS = ("bench", "fuzz", "examples/sdk", "packaging/relocatable")
TESTS = "tests"  # may include every room and every library


@dataclass(frozen=True)
class Library:
    """A library's headers (a pattern of the path between the angle brackets) and the files that may include them."""

    name: str
    headers: re.Pattern
    homes: tuple  # fnmatch patterns of paths; "*" also matches "/"
    files_per_room: int | None = None  # how many files of one room may include it; None: any number


LIBRARIES = (
    Library("Boost.Beast", re.compile(r"boost/beast"), ("sdk/*.cpp", "httpd/*.cpp", "sandbox/*.cpp", "aio/separate_compilation/*", "bench/*.cpp", "examples/sdk/*.cpp"), 2),
    Library("Boost.Asio", re.compile(r"boost/asio"), ("aio/*", "httpd/*", "control/*", "sdk/*", "daemon/*", "sandbox/*", "cli/*", "bench/*", "examples/sdk/*")),
    Library("SQLite", re.compile(r"sqlite3"), ("daemon/*.cpp",), 1),
    Library("yaml-cpp", re.compile(r"yaml-cpp/"), ("config/*.cpp",), 1),
    Library("simdjson", re.compile(r"simdjson"), ("core/wire/*", "core/agent/*", "bench/*")),
    Library("RE2", re.compile(r"re2/"), ("core/redact/*",)),
    Library("OpenSSL", re.compile(r"openssl/"), ("core/base/*", "sdk/*", "sandbox/*", "aio/separate_compilation/*")),
    Library("spdlog", re.compile(r"(spdlog|fmt)/"), ("daemon/*",)),
    Library("CLI11", re.compile(r"CLI/"), ("daemon/*", "cli/*", "sandbox/*")),
    Library("Google Benchmark", re.compile(r"benchmark/"), ("bench/*",)),
    Library("GoogleTest", re.compile(r"(gtest|gmock)/"), ()),
)

# core/ decides and the shells act: what a shell is for may not be reached from there.
IMPURE_HEADERS = re.compile(
    r"(thread|stop_token|mutex|shared_mutex|condition_variable|future|semaphore|latch|barrier"
    r"|fstream|filesystem|iostream"
    r"|unistd\.h|fcntl\.h|poll\.h|netdb\.h|signal\.h|csignal|sys/.*|netinet/.*|arpa/.*)$"
)
IMPURE_CALLS = (
    (re.compile(r"\b\w*clock\w*\s*::\s*now\s*\("), "reads a clock; time is an argument"),
    (re.compile(r"\bstd\s*::\s*time\s*\(|\b(gettimeofday|clock_gettime)\s*\("), "reads a clock; time is an argument"),
    (re.compile(r"\b(secure_)?getenv\s*\("), "reads the environment; pass the value in"),
    (re.compile(r"\brandom_device\b"), "takes randomness from the machine; pass it in"),
)

# Lines of one source file. A longer file is named, one beyond the second number is an error.
LONG_FILE_LINES = 300
TOO_LONG_FILE_LINES = 400
TOO_LONG_TEST_LINES = 600


def room_of(path: str) -> str | None:
    """The room that a file (path from the project's root) belongs to; TESTS for tests, None outside of all rooms."""
    parts = path.split("/")[:-1]
    for length in range(len(parts), 0, -1):
        folder = "/".join(parts[:length])
        if folder in ROOMS or folder == TESTS:
            return folder
    return None
