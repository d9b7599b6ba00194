"""The style sheets, read with tinycss2: defined variables, colours of the palette alone, classes that exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tinycss2
from tinycss2.color3 import parse_color

from layouts.layout import read_layout
from layouts.palette import read_palette

ROOT = Path(__file__).resolve().parent.parent
LAYOUTS = sorted(path.parent for path in (ROOT / "layouts").glob("*/layout.yaml"))
SHEETS = sorted((ROOT / "layouts").rglob("*.css"))
TEMPLATES = sorted((ROOT / "layouts").rglob("*.html"))
TOKENS = ROOT / "layouts" / "base" / "palette.yaml"
GROUND_VARIABLES = {"--ground", "--on", "--deep", "--tint"}
COLOUR_FUNCTIONS = {"rgb", "rgba", "hsl", "hsla", "hwb", "lab", "lch", "oklab", "oklch", "color", "device-cmyk"}
COLOUR_WORDS = {"currentcolor", "transparent"}


def values(path: Path) -> Iterator[Any]:
    """Every component value of a style sheet's declarations, those in functions and blocks included."""
    for declaration in declarations(tinycss2.parse_stylesheet_bytes(path.read_bytes())[0]):
        yield from flattened(declaration.value)


def declarations(rules: list[Any]) -> Iterator[Any]:
    for rule in rules:
        assert rule.type != "error", f"{rule.source_line} : {rule.message}"
        if rule.type == "declaration":
            yield rule
        elif getattr(rule, "content", None):
            yield from declarations(tinycss2.parse_blocks_contents(rule.content))


def flattened(tokens: list[Any]) -> Iterator[Any]:
    for token in tokens:
        yield token
        yield from flattened(getattr(token, "arguments", None) or getattr(token, "content", None) or [])


def variables(path: Path) -> set[str]:
    return set(re.findall(r"var\(\s*(--[\w-]+)", path.read_text("utf-8")))


def all_defined() -> set[str]:
    palette = {f"--{token}" for token in read_palette(TOKENS).srgb}
    own = {
        declaration.name
        for path in SHEETS
        for declaration in declarations(tinycss2.parse_stylesheet_bytes(path.read_bytes())[0])
        if declaration.name.startswith("--")
    }
    return palette | own | GROUND_VARIABLES


@pytest.mark.parametrize("path", [*SHEETS, *TEMPLATES], ids=lambda path: path.name)
def test_every_variable_is_defined(path: Path) -> None:
    assert variables(path) - all_defined() == set()


def test_every_ground_variable_is_used() -> None:
    assert set().union(*map(variables, SHEETS)) >= GROUND_VARIABLES


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_no_colour_outside_the_palette(path: Path) -> None:
    raw = [
        token.serialize()
        for token in values(path)
        if token.type == "hash"
        or (token.type == "function" and token.lower_name in COLOUR_FUNCTIONS)
        or (token.type == "ident" and parse_color(token) and token.lower_value not in COLOUR_WORDS)
    ]
    assert raw == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_raw_colour_in_templates(path: Path) -> None:
    text = path.read_text("utf-8")
    assert re.findall(r"(?:color|background|fill|stroke)[^;\"]*?#[0-9a-fA-F]{3,8}|rgba?\(", text) == []


@pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.name)
def test_nothing_is_important(path: Path) -> None:
    sheet = tinycss2.parse_stylesheet_bytes(path.read_bytes())[0]
    assert [declaration.name for declaration in declarations(sheet) if declaration.important] == []


# Classes


def styled(paths: list[Path]) -> set[str]:
    """The classes that selectors name."""
    sheets = [tinycss2.parse_stylesheet_bytes(path.read_bytes(), skip_comments=True)[0] for path in paths]
    return {name for rules in sheets for name in selected(rules)}


def selected(rules: list[Any]) -> Iterator[str]:
    """The classes of the selectors of some rules, and of those that stand in @media."""
    for rule in rules:
        if rule.type == "qualified-rule":
            yield from re.findall(r"\.(-?[A-Za-z_][\w-]*)", tinycss2.serialize(rule.prelude))
        elif rule.type == "at-rule" and rule.lower_at_keyword == "media":
            yield from selected(tinycss2.parse_rule_list(rule.content))


def written(folder: Path) -> set[str]:
    """The classes that templates, and the markup that they set, write."""
    shell = ROOT / "layouts" / "base" / "template.html"
    sources = [path.read_text("utf-8") for path in (shell, *folder.rglob("*.html"))]
    sources.append((ROOT / "book" / "markup.py").read_text("utf-8"))
    return classes_in(sources)


def classes_in(sources: list[str]) -> set[str]:
    """The classes of class attributes; what is computed becomes \\w+."""
    found: set[str] = set()
    for source in sources:
        chosen = re.sub(r"""\{\{ ?["']( [\w-]+)["'] if [^{}]*?\}\}""", r"\1", source)  # {{ " last" if loop.last }}
        plain = re.sub(r"\{%.*?%\}", " ", re.sub(r"\{\{.*?\}\}", "\0", chosen, flags=re.DOTALL), flags=re.DOTALL)
        for attribute in re.findall(r'class=\\?"([^"\\]*)\\?"', plain):
            found.update(attribute.split())
    return found


def matches(pattern: str, classes: set[str]) -> bool:
    return any(re.fullmatch(re.escape(pattern).replace("\0", r"[\w-]+"), name) for name in classes)


@pytest.mark.parametrize("folder", LAYOUTS, ids=lambda folder: folder.name)
def test_every_class_of_the_templates_is_styled(folder: Path) -> None:
    sheets = list(read_layout(folder).stylesheets)
    grounds = {f"ground-{token}" for token in read_palette(TOKENS).grounds}
    known = styled(sheets) | grounds
    assert sorted(name for name in written(folder) if not matches(name, known)) == []


@pytest.mark.parametrize("folder", LAYOUTS, ids=lambda folder: folder.name)
def test_every_class_of_the_layout_is_written(folder: Path) -> None:
    patterns = written(folder)
    own = styled([path for path in read_layout(folder).stylesheets if path.parent == folder])
    assert sorted(name for name in own if not any(matches(pattern, {name}) for pattern in patterns)) == []


def test_every_shared_class_is_written_somewhere() -> None:
    patterns = set().union(*map(written, LAYOUTS))
    shared = styled(sorted((ROOT / "layouts" / "base").glob("*.css")))
    assert sorted(name for name in shared if not any(matches(pattern, {name}) for pattern in patterns)) == []


@pytest.mark.parametrize("name", ["site", "builds/report"])
def test_the_classes_of_pages_for_browsers_are_written_and_styled(name: str) -> None:
    folder = ROOT / "layouts" / name
    patterns = classes_in([path.read_text("utf-8") for path in folder.rglob("*.html")])
    for script in folder.glob("*.js"):
        patterns |= set(re.findall(r'classList.toggle\("([\w-]+)"', script.read_text("utf-8")))
    grounds = {f"ground-{token}" for token in read_palette(TOKENS).grounds}
    own = styled([folder / "style.css"])
    assert sorted(name for name in patterns if not matches(name, own | grounds)) == []
    assert sorted(name for name in own if not any(matches(pattern, {name}) for pattern in patterns)) == []
