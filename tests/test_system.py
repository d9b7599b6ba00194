"""What set-up says and does on each system, without asking any of them."""

from __future__ import annotations

import ctypes
import ctypes.util
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def system(project_root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("system", project_root / ".ci" / "system.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


RELEASES = {
    "debian": 'PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nID=debian\n',
    "ubuntu": 'NAME="Ubuntu"\nID=ubuntu\nID_LIKE=debian\n',
    "mint": "ID=linuxmint\nID_LIKE='ubuntu debian'\n",
    "fedora": 'NAME="Fedora Linux"\nID=fedora\n',
    "rocky": '# a comment = nothing\nID="rocky"\nID_LIKE="rhel centos fedora"\n',
    "arch": "ID=arch\n",
    "manjaro": "ID=manjaro\nID_LIKE=arch\n",
    "alpine": "ID=alpine\nVERSION_ID=3.22.0\n",
    "void": 'ID="void"\n',
    "none": "",
}
APT = "sudo apt-get update && sudo apt-get install -y libpangoft2-1.0-0 libharfbuzz-subset0"
DNF = "sudo dnf install -y pango harfbuzz"
PACMAN = "sudo pacman -S --needed pango harfbuzz"


@pytest.mark.parametrize(
    ("release", "command"),
    [
        ("debian", APT),
        ("ubuntu", APT),
        ("mint", APT),
        ("fedora", DNF),
        ("rocky", DNF),
        ("arch", PACMAN),
        ("manjaro", PACMAN),
        ("alpine", "doas apk add so:libpangoft2-1.0.so.0 so:libharfbuzz-subset.so.0"),
        ("void", ""),
        ("none", ""),
    ],
)
def test_each_linux_has_its_command(system: ModuleType, release: str, command: str) -> None:
    family = system.family_of("linux", system.read_os_release(RELEASES[release]))
    assert system.command_for(family, ["Pango"], (3, 11), root=False) == command


@pytest.mark.parametrize(
    ("platform", "command"),
    [
        ("darwin", "brew install pango"),
        ("win32", r"C:\msys64\usr\bin\pacman -S --needed mingw-w64-ucrt-x86_64-pango"),
    ],
)
def test_other_systems_have_theirs(system: ModuleType, platform: str, command: str) -> None:
    assert system.command_for(system.family_of(platform, ()), ["Pango"], (3, 11), root=False) == command


def test_root_needs_no_sudo(system: ModuleType) -> None:
    for family in ("debian", "fedora", "arch", "alpine"):
        command = system.command_for(family, ["Pango"], (3, 11), root=True)
        assert "sudo" not in command
        assert "doas" not in command


@pytest.mark.parametrize(
    ("parts", "packages"),
    [
        (["venv"], ["python3.13-venv"]),
        (["Pango", "venv"], ["libpangoft2-1.0-0", "libharfbuzz-subset0", "python3.13-venv"]),
        (["HarfBuzz-Subset"], ["libpangoft2-1.0-0", "libharfbuzz-subset0"]),
    ],
)
def test_debian_packages_fit_what_is_missing(
    system: ModuleType, parts: list[str], packages: list[str]
) -> None:
    assert system.debian_packages(parts, (3, 13)) == packages


def test_advice_holds_the_command_alone_on_its_line(system: ModuleType) -> None:
    said = system.advice(["Pango"], DNF)
    assert f"    {DNF}" in said.splitlines()
    assert "gestionnaire de paquets" in system.advice(["Pango"], "")


@pytest.fixture
def only(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names under which libraries load; nothing else does, and nothing resolves by itself."""
    there: set[str] = set()

    def load(name: str) -> None:
        if name not in there:
            raise OSError(name)

    monkeypatch.setattr(ctypes, "CDLL", load)
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: None)
    return there


def test_a_name_with_its_version_is_enough(system: ModuleType, only: set[str]) -> None:
    assert not system.loads(system.LIBRARIES["HarfBuzz-Subset"])
    only.add("libharfbuzz-subset.so.0")
    assert system.loads(system.LIBRARIES["HarfBuzz-Subset"])


def test_a_name_that_the_system_resolves_is_enough(
    system: ModuleType, only: set[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    only.add("/opt/lib/libpango.dylib")
    found = {"pango-1.0": "/opt/lib/libpango.dylib"}
    monkeypatch.setattr(ctypes.util, "find_library", found.get)
    assert system.loads(system.LIBRARIES["Pango"])


def test_what_does_not_load_is_named(system: ModuleType, only: set[str]) -> None:
    assert system.missing_parts() == list(system.LIBRARIES)


def bare(system: ModuleType, monkeypatch: pytest.MonkeyPatch, root: bool, mends: bool) -> list[list[str]]:
    """Make this a Debian without Pango; return what set-up will have installed."""
    installed: list[list[str]] = []
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(system.os, "geteuid", lambda: 0 if root else 1000, raising=False)
    monkeypatch.setattr(system, "read_os_release", lambda text: ("debian",))
    monkeypatch.setattr(system, "missing_parts", lambda: [] if installed and mends else ["Pango"])
    monkeypatch.setattr(system, "install", installed.append)
    return installed


def test_root_of_a_debian_installs(system: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = bare(system, monkeypatch, root=True, mends=True)
    assert system.main() == 0
    assert installed == [["libpangoft2-1.0-0", "libharfbuzz-subset0"]]


@pytest.mark.parametrize("root", [True, False])
def test_what_stays_missing_stops_with_the_command(
    system: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], root: bool
) -> None:
    installed = bare(system, monkeypatch, root=root, mends=False)
    assert system.main() == 1
    assert bool(installed) is root
    assert "apt-get install -y libpangoft2-1.0-0" in capsys.readouterr().err
