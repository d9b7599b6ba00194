"""The walk through a regional edition: each key is shown, each extract can be taken, each command exists."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

import build
from book.edition_schema import EDITION
from book.reading import Reading
from book.source import Fields, read_yaml

ROOT = Path(__file__).resolve().parent.parent
GUIDE = (ROOT / "GUIDE.md").read_text(encoding="utf-8")
EXTRACTS = re.findall(r"```yaml\n(.*?)```", GUIDE, re.DOTALL)
COMMANDS = re.findall(r"^\.venv/bin/python build\.py (.*)$", GUIDE, re.MULTILINE)
HEAVIEST = 150_000  # bytes of a picture


def test_every_key_is_shown() -> None:
    shown = set(re.findall(r"^([a-z]+):", "".join(EXTRACTS), re.MULTILINE))
    assert shown == set(EDITION)


@pytest.mark.parametrize("extract", EXTRACTS)
def test_an_extract_can_be_taken(extract: str, tmp_path: Path) -> None:
    example = ROOT / "book" / "editions" / "exemple"
    for name in ("avant-propos.md", "logos/union-fictive.svg"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((example / name).read_bytes())
    path = tmp_path / "edition.yaml"
    path.write_text(extract, encoding="utf-8")
    reading = Reading()
    read = read_yaml(path, reading)
    assert isinstance(read, Fields)
    for key, value in read.values.items():
        EDITION[key].read(value, key, reading)
    assert [problem.message for problem in reading.problems] == []


@pytest.mark.parametrize("line", COMMANDS)
def test_a_command_exists_with_its_options(line: str) -> None:
    name, *arguments = shlex.split(line)
    if name == "--help":
        return
    command = build.main.commands[name]
    command.make_context(name, arguments)


def test_the_pictures_are_there_and_light() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", GUIDE)
    assert len(pictures) >= 3
    assert [name for name in pictures if not 0 < (ROOT / name).stat().st_size < HEAVIEST] == []
