"""Faulty editions and what is said of them: a case is a folder of files, laid over the minimal corpus.

In `editions/<name>/`, `in/` holds the files of the project's folder, of which `book/editions/essai` is the
edition; `links.txt` tells the symbolic links to set, `made.txt` the large or damaged files to make; and
`expected.txt` is the exact output. `pytest --refresh` rewrites the expected outputs.
"""

from __future__ import annotations

import io
import shutil
import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from book.editions import read_edition
from book.problems import Problems

CASES = Path(__file__).parent / "editions"
MINIMAL = Path(__file__).parent / "cases" / "_minimal"
NAMES = sorted(path.name for path in CASES.iterdir())


def lay(case: Path, root: Path) -> Path:
    """Lay a case over the minimal corpus; return the folder of the edition."""
    shutil.copytree(MINIMAL, root, dirs_exist_ok=True)
    if (case / "in").is_dir():
        shutil.copytree(case / "in", root, dirs_exist_ok=True)
    folder = root / "book" / "editions" / "essai"
    for line in lines(case / "links.txt"):
        name, target = line.split()
        (folder / name).symlink_to(target)
    for line in lines(case / "made.txt"):
        name, kind, *numbers = line.split()
        make(folder / name, kind, [int(number) for number in numbers])
    return folder


def lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.is_file() else []


def make(path: Path, kind: str, numbers: list[int]) -> None:
    if kind == "bytes":
        path.write_bytes(b"#" * numbers[0])
        return
    if kind == "nested":
        groups = "<g>" * numbers[0] + "</g>" * numbers[0]
        path.write_text(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{groups}</svg>', encoding="utf-8")
        return
    if kind == "bomb":
        path.write_bytes(bomb(*numbers))
        return
    size = (numbers[0], numbers[1])
    picture = Image.effect_noise(size, 50) if kind == "cut" else Image.new("1", size)
    written = io.BytesIO()
    picture.save(written, "PNG")
    content = written.getvalue()
    path.write_bytes(content[: len(content) // 2] if kind == "cut" else content)


def bomb(width: int, height: int) -> bytes:
    """A few bytes of PNG that say they are a picture of that many pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(bytes(100))), (b"IEND", b""))
    written = (struct.pack(">I", len(d)) + t + d + struct.pack(">I", zlib.crc32(t + d)) for t, d in chunks)
    return b"\x89PNG\r\n\x1a\n" + b"".join(written)


@pytest.mark.parametrize("name", NAMES)
def test_case(name: str, tmp_path: Path, golden: Callable[[str, Path], None]) -> None:
    root = tmp_path / "projet"
    folder = lay(CASES / name, root)
    with pytest.raises(Problems) as caught:
        read_edition(root, folder)
    golden(caught.value.format(root) + "\n", CASES / name / "expected.txt")


def test_there_are_cases() -> None:
    assert len(NAMES) >= 54
