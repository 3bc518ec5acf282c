"""Finds the C++ sources of a tree and reads what they include and call, past comments and strings."""

import os
import re
from dataclasses import dataclass, field

SUFFIXES = (".cpp", ".hpp", ".cc", ".hh", ".h", ".ipp", ".inc")
_TEMPLATE = ".in"  # CMake makes daemon/x.hpp of daemon/x.hpp.in; it is included by the former name
_SKIPPED_FOLDERS = {"build", "__pycache__"}

# Numbers come first: the ' in 100'000 starts no character.
_TOKEN = re.compile(
    r"""(?P<number>\b\d[\w.']*)
      | (?P<comment>//(?:\\\n|[^\n])*|/\*.*?\*/)
      | (?P<raw>R"(?P<mark>[^()\\\s]{0,16})\(.*?\)(?P=mark)")
      | (?P<text>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*')""",
    re.VERBOSE | re.DOTALL,
)
_INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*(?:<(?P<system>[^>\n]+)>|"(?P<own>[^"\n]+)")', re.MULTILINE)


@dataclass(frozen=True)
class Include:
    line: int
    target: str
    own: bool  # written with quotes


@dataclass
class Source:
    path: str  # from the tree's root, with "/"
    lines: int
    code: str  # without comments and the insides of strings, line for line as long as the file
    includes: list = field(default_factory=list)


def _blanked(text: str) -> str:
    return re.sub(r"[^\n]", " ", text)


def _without(text: str, kinds: tuple) -> str:
    return _TOKEN.sub(lambda token: _blanked(token[0]) if token.lastgroup in kinds else token[0], text)


def line_at(text: str, offset: int) -> int:
    return text.count("\n", 0, offset) + 1


def read(root: str, file_path: str) -> Source:
    path = file_path.replace(os.sep, "/").removesuffix(_TEMPLATE)
    with open(os.path.join(root, file_path), encoding="utf-8", errors="replace") as file:
        text = file.read()
    with_paths = _without(text, ("comment", "raw"))
    includes = [
        Include(line_at(with_paths, found.start()), found["own"] or found["system"], found["own"] is not None)
        for found in _INCLUDE.finditer(with_paths)
    ]
    return Source(path, text.count("\n"), _without(text, ("comment", "raw", "text")), includes)


def find(root: str) -> list:
    """Every C++ source below root as Source, in the order of their paths; hidden and build folders are left out."""
    paths = []
    for folder, subfolders, names in os.walk(root):
        subfolders[:] = [name for name in subfolders if name not in _SKIPPED_FOLDERS and not name.startswith(".")]
        paths += [os.path.relpath(os.path.join(folder, name), root)
                  for name in names if name.removesuffix(_TEMPLATE).endswith(SUFFIXES)]
    return [read(root, path) for path in sorted(paths)]
