"""What the tests share: the flag that rewrites the expected outputs, and the project's folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest


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
