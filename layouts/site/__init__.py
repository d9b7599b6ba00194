"""The page to download from: what is in the folder of files, told by manifests, shown by pages."""

from __future__ import annotations

from pathlib import Path

MANIFEST = "edition.json"
"""The name of a manifest, in the folder of its edition."""


def recorded(folder: Path) -> bool:
    """Tell whether an edition's folder has its manifest, without which no page shows it."""
    return (folder / MANIFEST).is_file()
