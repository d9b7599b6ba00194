"""The house's boundaries: who may import whom, who may reach the outside world, how long things may be."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LONGEST_MODULE = 300
LONGEST_FUNCTION = 39

# The rooms, from the one that may import all the others to the one that imports none of them.
ROOMS = ("build", "layouts", "book")
# The model, and the values that it is made of.
MODEL = ("book.model", "book.local", "book.statement")
# The libraries that have one door, and the modules that are that door.
DOORS = {
    "jinja2": r"layouts\.compose\w*",
    "weasyprint": r"layouts\.render\w*",
    "pydyf": r"layouts\.render\w*",
    "cssselect2": r"layouts\.render\w*",
    "pikepdf": r"layouts\.(assemble|finish|impose|preflight)\w*",
}
# What reads the clock, the environment, the arguments, or writes to the screen.
OUTSIDE = {
    "os.environ", "os.environb", "os.getenv", "sys.argv", "sys.stdout", "sys.stderr", "sys.stdin",
    "datetime.datetime.now", "datetime.datetime.today", "datetime.datetime.utcnow", "datetime.date.today",
    "print", "input",
}  # fmt: skip


@dataclass(frozen=True)
class Module:
    """A module of the house: its dotted name and its source."""

    name: str
    source: str
    package: bool = False

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.source)


def modules() -> list[Module]:
    """Return every module of the house."""
    paths = [*(ROOT / "book").rglob("*.py"), *(ROOT / "layouts").rglob("*.py"), *ROOT.glob("build.py")]
    return [module_at(path) for path in sorted(paths)]


def module_at(path: Path) -> Module:
    parts = path.relative_to(ROOT).with_suffix("").parts
    package = parts[-1] == "__init__"
    name = ".".join(parts[:-1] if package else parts)
    return Module(name, path.read_text(encoding="utf-8"), package)


def imports(module: Module) -> Iterator[str]:
    """Yield the dotted name of all that a module imports, wherever it does."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                parents = module.name.split(".")
                parents = parents[: len(parents) - node.level + module.package]
                base = ".".join([*parents, *([base] if base else [])])
            yield from (f"{base}.{alias.name}".lstrip(".") for alias in node.names)


def one_way(module: Module) -> list[str]:
    """Imports run from build to layouts to book, never back."""
    room = ROOMS.index(module.name.split(".")[0])
    return [name for name in imports(module) if name.split(".")[0] in ROOMS[:room]]


def standard_library_alone(module: Module) -> list[str]:
    """The problems, and the model with its two parts, stand on the standard library alone."""
    allowed = {"book.problems": (), **dict.fromkeys(MODEL, tuple(f"{name}." for name in MODEL[1:]))}
    if module.name not in allowed:
        return []
    return [
        name
        for name in imports(module)
        if name.split(".")[0] not in sys.stdlib_module_names and not name.startswith(allowed[module.name])
    ]


def by_their_door(module: Module) -> list[str]:
    """Each of the great libraries comes in by one door; `book` is none of them."""
    return [
        name
        for name in imports(module)
        if (door := DOORS.get(name.split(".")[0])) and not re.fullmatch(rf"{door}(\..*)?", module.name)
    ]


def outside_world(module: Module) -> list[str]:
    """Only build.py reads arguments, environment and clock, and prints."""
    if module.name == "build":
        return []
    bound = {name.split(".")[-1]: name for name in imports(module)}
    bound |= {
        alias.asname: f"{node.module}.{alias.name}" if isinstance(node, ast.ImportFrom) else alias.name
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
        if alias.asname
    }
    used = [
        spelt(node, bound) for node in ast.walk(module.tree) if isinstance(node, ast.Name | ast.Attribute)
    ]
    clocks = [name for name in bound.values() if name.split(".")[0] == "time"]
    return clocks + [name for name in used if name in OUTSIDE]


def spelt(node: ast.expr, bound: dict[str, str]) -> str:
    """Spell a name or a chain of attributes in full, by what its first name was imported as."""
    if isinstance(node, ast.Attribute):
        return f"{spelt(node.value, bound)}.{node.attr}"
    return bound.get(node.id, node.id) if isinstance(node, ast.Name) else "…"


def short_modules(module: Module) -> list[str]:
    """No module is past 300 lines."""
    length = len(module.source.splitlines())
    return [f"{length} lignes"] if length > LONGEST_MODULE else []


def short_functions(module: Module) -> list[str]:
    """Every function is under 40 lines."""
    return [
        f"{node.name}, {node.end_lineno - node.lineno + 1} lignes"
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]


Rule = Callable[[Module], list[str]]
RULES: tuple[Rule, ...] = (
    one_way,
    standard_library_alone,
    by_their_door,
    outside_world,
    short_modules,
    short_functions,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_holds(rule: Rule) -> None:
    broken = {module.name: found for module in modules() if (found := rule(module))}
    assert broken == {}, rule.__doc__


def test_the_house_is_seen_whole() -> None:
    names = {module.name for module in modules()}
    assert {"book", "book.model", "book.problems", "book.editions"} <= names


@pytest.mark.parametrize(
    ("rule", "name", "source"),
    [
        (one_way, "book.loading", "from layouts import compose"),
        (one_way, "book.loading", "def f():\n    import layouts.render"),
        (one_way, "layouts.compose", "import build"),
        (one_way, "layouts.compose", "from .. import build"),
        (standard_library_alone, "book.model", "import yaml"),
        (standard_library_alone, "book.problems", "from .model import At"),
        (by_their_door, "book.markup", "from jinja2 import Template"),
        (by_their_door, "layouts.render", "import pikepdf"),
        (by_their_door, "layouts.compose", "from weasyprint import HTML"),
        (by_their_door, "build", "import weasyprint.text"),
        (outside_world, "layouts.finish", "print('fini')"),
        (outside_world, "layouts.finish", "import os\nos.environ['X']"),
        (outside_world, "layouts.finish", "from os import getenv\ngetenv('X')"),
        (outside_world, "layouts.finish", "from datetime import datetime\ndatetime.now()"),
        (outside_world, "layouts.finish", "import datetime as d\nd.date.today()"),
        (outside_world, "layouts.finish", "from time import perf_counter"),
        (short_modules, "book.long", "a = 1\n" * 301),
        (short_functions, "book.long", "def f():\n" + "    a = 1\n" * 39),
    ],
)
def test_a_breach_is_seen(rule: Rule, name: str, source: str) -> None:
    assert rule(Module(name, source)) != []


@pytest.mark.parametrize(
    ("rule", "name", "source"),
    [
        (one_way, "build", "from layouts import compose\nfrom book.editions import read_edition"),
        (one_way, "layouts.compose", "from book.model import Edition"),
        (by_their_door, "layouts.compose.filters", "import jinja2"),
        (by_their_door, "layouts.finish_press", "import pikepdf"),
        (outside_world, "build", "import os\nprint(os.environ)"),
        (outside_world, "layouts.finish", "from datetime import date\ndate.fromisoformat('2026-11-23')"),
        (short_modules, "book.long", "a = 1\n" * 300),
        (short_functions, "book.long", "def f():\n" + "    a = 1\n" * 38),
    ],
)
def test_what_is_allowed_is_no_breach(rule: Rule, name: str, source: str) -> None:
    assert rule(Module(name, source)) == []
