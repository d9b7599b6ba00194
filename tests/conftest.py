"""What the tests share: the flag that rewrites the expected outputs, and the project's folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.building import Built, build_book, once
from tests.enlarging import Enlarged, enlarge
from tests.reading import Book


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the flag --refresh."""
    parser.addoption("--refresh", action="store_true", help="réécrire les sorties attendues")


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The folder of the project."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, Path], None]:
    """Compare an output to the file that holds the expected one, or write that file under --refresh."""

    def compare(output: str, expected: Path) -> None:
        if request.config.getoption("--refresh"):
            expected.write_text(output, encoding="utf-8")
        assert expected.is_file(), f"{expected} manque : lancer pytest --refresh, puis le relire"
        assert output == expected.read_text(encoding="utf-8")

    return compare


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The national edition, built once for all workers."""
    return once(shared_folder(tmp_path_factory) / "nationale", build_book)


@pytest.fixture(scope="session")
def enlarged(tmp_path_factory: pytest.TempPathFactory, built: Built) -> Enlarged:
    """The national edition in large print, made once for all workers."""
    return once(shared_folder(tmp_path_factory) / "gros-caracteres", lambda _: enlarge(built))


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of a run see."""
    folder = factory.getbasetemp()
    return folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder


@pytest.fixture(scope="session")
def book(built: Built) -> Book:
    """The national edition, read back."""
    return Book(built.pdf)
