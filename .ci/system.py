"""Look for what pip cannot install, and install it or name the command that does.

WeasyPrint draws text with Pango, which comes from the system; Debian keeps Python's venv apart too. This runs
before anything is installed, under the Python that will make the environment: standard library only.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import importlib.util
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

# The names that WeasyPrint 70 tries, in its order, for each library that it opens.
LIBRARIES: Mapping[str, tuple[str, ...]] = {
    "GObject": (
        "libgobject-2.0-0",
        "gobject-2.0-0",
        "gobject-2.0",
        "libgobject-2.0.so.0",
        "libgobject-2.0.0.dylib",
        "libgobject-2.0-0.dll",
    ),
    "Pango": (
        "libpango-1.0-0",
        "pango-1.0-0",
        "pango-1.0",
        "libpango-1.0.so.0",
        "libpango-1.0.dylib",
        "libpango-1.0-0.dll",
    ),
    "HarfBuzz": (
        "libharfbuzz-0",
        "harfbuzz",
        "harfbuzz-0.0",
        "libharfbuzz.so.0",
        "libharfbuzz.0.dylib",
        "libharfbuzz-0.dll",
    ),
    # WeasyPrint goes on without this one, but warns; here a warning is an error.
    "HarfBuzz-Subset": (
        "libharfbuzz-subset-0",
        "harfbuzz-subset",
        "harfbuzz-subset-0.0",
        "libharfbuzz-subset.so.0",
        "libharfbuzz-subset.0.dylib",
        "libharfbuzz-subset-0.dll",
    ),
    "Fontconfig": (
        "libfontconfig-1",
        "fontconfig-1",
        "fontconfig",
        "libfontconfig.so.1",
        "libfontconfig.1.dylib",
        "libfontconfig-1.dll",
    ),
    "PangoFT2": (
        "libpangoft2-1.0-0",
        "pangoft2-1.0-0",
        "pangoft2-1.0",
        "libpangoft2-1.0.so.0",
        "libpangoft2-1.0.dylib",
        "libpangoft2-1.0-0.dll",
    ),
}
VENV = "venv"
_APT = ("libpangoft2-1.0-0", "libharfbuzz-subset0")  # the others come with them
# Where WeasyPrint looks for MSYS2's libraries, unless WEASYPRINT_DLL_DIRECTORIES says otherwise.
_DLL_FOLDERS = r"C:\msys64\ucrt64\bin;C:\msys64\mingw64\bin;C:\Program Files\GTK3-Runtime Win64\bin"


def missing_parts() -> list[str]:
    """Name the libraries that do not load, and venv where Python lacks it."""
    if sys.platform == "win32":
        for folder in os.environ.get("WEASYPRINT_DLL_DIRECTORIES", _DLL_FOLDERS).split(";"):
            with suppress(OSError):
                os.add_dll_directory(folder)
    parts = [part for part, names in LIBRARIES.items() if not loads(names)]
    if any(importlib.util.find_spec(module) is None for module in ("venv", "ensurepip")):
        parts.append(VENV)
    return parts


def loads(names: Iterable[str]) -> bool:
    """Tell whether a library loads under one of its names, as it stands or as the system resolves it.

    The plain name comes first: without development files, only "….so.0" is there, and nothing resolves to it.
    """
    return any(_opens(name) for name in names) or any(
        _opens(found) for name in names if (found := ctypes.util.find_library(name))
    )


def _opens(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def read_os_release(text: str) -> tuple[str, ...]:
    """Return what a Linux system calls itself, then the systems that it is like."""
    pairs = dict(line.split("=", 1) for line in text.splitlines() if "=" in line and line[:1] != "#")
    words = f"{pairs.get('ID', '')} {pairs.get('ID_LIKE', '')}"
    return tuple(words.replace('"', " ").replace("'", " ").split())


def family_of(platform: str, names: Sequence[str]) -> str:
    """Return the sort of system: debian, fedora, arch, alpine, macos, windows; empty where unknown."""
    if platform == "darwin":
        return "macos"
    if platform == "win32":
        return "windows"
    aliases = {"ubuntu": "debian", "rhel": "fedora", "centos": "fedora"}
    known = {"debian", "fedora", "arch", "alpine"}
    return next((found for name in names if (found := aliases.get(name, name)) in known), "")


def debian_packages(parts: Sequence[str], version: tuple[int, int]) -> list[str]:
    """Return the Debian packages that hold the missing parts."""
    venv = [f"python{version[0]}.{version[1]}-venv"] if VENV in parts else []
    return [*(_APT if set(parts) - {VENV} else ()), *venv]


def command_for(family: str, parts: Sequence[str], version: tuple[int, int], root: bool) -> str:
    """Return the one command that installs the missing parts on this sort of system; empty where unknown."""
    sudo = "" if root else "sudo "
    if family == "debian":
        packages = " ".join(debian_packages(parts, version))
        return f"{sudo}apt-get update && {sudo}apt-get install -y {packages}"
    if not set(parts) - {VENV}:
        return ""
    doas = "" if root else "doas "
    return {
        "fedora": f"{sudo}dnf install -y pango harfbuzz",
        "arch": f"{sudo}pacman -S --needed pango harfbuzz",
        "alpine": f"{doas}apk add so:libpangoft2-1.0.so.0 so:libharfbuzz-subset.so.0",
        "macos": "brew install pango",
        "windows": r"C:\msys64\usr\bin\pacman -S --needed mingw-w64-ucrt-x86_64-pango",
    }.get(family, "")


def advice(parts: Sequence[str], command: str) -> str:
    """Say in French what is missing and what to run."""
    said = [f"Il manque à ce système : {', '.join(parts)}."]
    if command:
        said += ["Pour l’installer :", "", f"    {command}", "", "puis relancer make."]
    else:
        said += ["Installer ces éléments avec le gestionnaire de paquets du système, puis relancer make."]
    if "msys64" in command:
        said += ["(MSYS2 s’installe depuis msys2.org.)"]
    return "\n".join(said)


def install(packages: Sequence[str]) -> None:
    """Install Debian packages; what fails is seen when the parts are looked for again."""
    print(f"Installation de {', '.join(packages)}…", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for words in (["update"], ["install", "-y", "--no-install-recommends", *packages]):
        subprocess.run(["apt-get", "-q", *words], env=environment, stdout=subprocess.DEVNULL, check=False)
    importlib.invalidate_caches()


def main() -> int:
    """Return 0 where everything is there in the end."""
    parts = missing_parts()
    if not parts:
        return 0
    release = Path("/etc/os-release")
    family = family_of(sys.platform, read_os_release(release.read_text("utf-8") if release.is_file() else ""))
    version = (sys.version_info.major, sys.version_info.minor)
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if family == "debian" and root:
        install(debian_packages(parts, version))
        parts = missing_parts()
    if parts:
        print(advice(parts, command_for(family, parts, version, root)), file=sys.stderr)
    return 1 if parts else 0


if __name__ == "__main__":
    sys.exit(main())
