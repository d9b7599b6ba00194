"""Sections read as XML: the same trees as the engine's own parser makes, and its parser where they might not be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import tinyhtml5

from book.editions import read_edition
from layouts.render_html import tree_of
from tests.composing import LAYOUTS, composed
from tests.enlarging import Enlarged

ROOT = Path(__file__).resolve().parent.parent
HEAD = '<!doctype html>\n<html lang="fr" class="verso">\n<head><meta charset="utf-8"></head>\n'
PAGE = HEAD + "<body>\n{}\n</body>\n</html>"
READ = [
    "<p>Un « mot », A &amp; B &lt; C&#39;</p>",
    "<p>Une ligne<br>et <br class='x' /> une autre</p><hr><img alt=\"2 > 1\" src='a/b'>",
    "<table><tbody><tr><td>4</td></tr></tbody></table>",
    "<ul><li>Un</li> <li>deux <ul><li>trois</li></ul></li></ul>",
    '<section data-index="no"><h1>Titre</h1><p><a href="#x">lien</a></p></section>',
]
LEFT = {
    "no XML": "<p>Un<p>deux",
    "an attribute without value": "<p hidden>Un</p>",
    "an entity of HTML": "<p>Un&nbsp;mot</p>",
    "a block in a paragraph": "<p>Un <em><div>bloc</div></em></p>",
    "rows without their group": "<table><tr><td>4</td></tr></table>",
    "a drawing": "<svg viewBox='0 0 1 1'></svg>",
    "raw text": "<style>p > em { color: red }</style>",
    "a link in a link": "<a href='#a'>un <em><a href='#b'>autre</a></em></a>",
}


def plain(element: Any) -> object:
    """An element as values."""
    kids = [plain(kid) for kid in element]
    return element.tag, dict(element.attrib), element.text or "", kids, element.tail or ""


def told(root: Any) -> object:
    """A document as values; the spaces that end its body are left out."""
    last = root.find("body")[-1]
    last.tail = (last.tail or "").rstrip()
    return plain(root)


def of_the_engine(html: str) -> object:
    return told(tinyhtml5.parse(html, namespace_html_elements=False))


@pytest.mark.parametrize("body", READ)
def test_what_is_read_is_what_the_engine_reads(body: str) -> None:
    tree = tree_of(PAGE.format(body))
    assert tree is not None
    assert told(tree) == of_the_engine(PAGE.format(body))


@pytest.mark.parametrize("body", LEFT.values(), ids=LEFT)
def test_what_may_be_another_tree_is_left_to_the_engine(body: str) -> None:
    assert tree_of(PAGE.format(body)) is None


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("name", ["nationale", "exemple"])
def test_all_that_is_composed_is_read_the_same(name: str, layout: str) -> None:
    for id, html in composed(ROOT, read_edition(ROOT, name), layout).items():
        tree = tree_of(html)
        assert tree is not None, id
        assert told(tree) == of_the_engine(html), id


def test_large_print_is_read_the_same(enlarged: Enlarged) -> None:
    for section in (rendered.section for rendered in enlarged.sections):
        tree = tree_of(section.html)
        assert tree is not None, section.id
        assert told(tree) == of_the_engine(section.html), section.id
