"""The colours of SVG files that an edition brings, read as the engine reads them, so that the press may know them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import tinycss2
from tinycss2.color5 import parse_color

from layouts.finish.colours import Rgb, rgb_of

_PAINTS = frozenset({"fill", "stroke", "stop-color", "color"})


def colours_of(drawings: Iterable[Path]) -> frozenset[Rgb]:
    """Return the colours that some SVG files paint with."""
    return frozenset().union(*(drawing_colours(path.read_bytes()) for path in drawings))


def drawing_colours(svg: bytes) -> frozenset[Rgb]:
    """Return the colours that an SVG drawing paints with: those of its attributes, styles and style sheets.

    What is no colour of its own (none, inherit, currentColor, a token of the palette) is left out.
    """
    return frozenset(rgb for words in _paints(ElementTree.fromstring(svg)) if (rgb := _colour(words)))


def _paints(root: ElementTree.Element) -> Iterator[str]:
    for element in root.iter():
        yield from (value for name, value in element.attrib.items() if name in _PAINTS)
        yield from _declared(tinycss2.parse_blocks_contents(element.get("style", "")))
        if element.tag.rpartition("}")[2] == "style":
            yield from _declared(tinycss2.parse_stylesheet(element.text or ""))


def _declared(rules: Iterable[Any]) -> Iterator[str]:
    """The values of painting declarations, in rules within rules too."""
    for rule in rules:
        if rule.type == "declaration" and rule.lower_name in _PAINTS:
            yield tinycss2.serialize(rule.value)
        elif getattr(rule, "content", None):
            yield from _declared(tinycss2.parse_blocks_contents(rule.content))


def _colour(words: str) -> Rgb | None:
    colour = parse_color(words.strip())
    if colour is None or isinstance(colour, str):
        return None
    return rgb_of(min(max(value, 0.0), 1.0) for value in colour.to("srgb").coordinates)
