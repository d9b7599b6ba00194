"""From the assembled document, whose pages have their bleed, to the files that people use."""

from layouts.finish.saving import save
from layouts.finish.screen import screen

__all__ = ["save", "screen"]
