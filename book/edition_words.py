"""The words that an edition may choose among: they name parts of the book, colours, shapes and files.

The layouts give them a form; a test holds the colours to those of the palette.
"""

from __future__ import annotations

# Sections that an edition may leave out or move; the others make the book a book.
SECTIONS = (
    "foreword", "part", "capsule", "fabrication", "map", "ccas", "themes", "atelier", "web", "retenir", "besoins",
    "partners", "glossary", "index",
)  # fmt: skip

# The tokens of the palette.
COLOURS = (
    "ink", "paper", "white", "sun", "orange", "coral", "red", "plum", "green", "leaf", "blue", "violet", "mint",
    "pink", "pine", "sun-tint", "green-tint", "coral-tint", "leaf-tint", "blue-tint", "orange-tint",
    "violet-tint", "ink-tint", "rule",
)  # fmt: skip
GROUNDS = ("sun", "green", "coral", "leaf", "blue", "orange", "violet", "ink")

# The tiles that a drawing may be composed of.
SHAPES = ("blank", "square", "disc", "half", "quarter", "triangle", "arch", "ring", "bar", "stairs")

# What can be made of an edition, by the name of what it is for.
LARGE_PRINT = "gros-caracteres"
DETACHED = "fiches-detachees"
KIT = "trousse"
OUTPUTS = (
    "ecran", "imprimeur", "couverture", "livret", LARGE_PRINT, "cartes", "fiches", "affiche", "guide", KIT,
    DETACHED, "images",
)  # fmt: skip
FORMATS = ("98x140", "a6", "a5", "poker", "tarot", LARGE_PRINT)
