"""A section's HTML as the tree that the engine takes.

Its own parser is written in Python, and takes a twentieth of the time of a layout. What our templates compose is XML
too, but for its empty elements, and is read as such where the tree is the same.
"""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

from cssselect2 import ElementWrapper
from weasyprint import HTML

_DOCTYPE = "<!doctype html>"
_EMPTY = re.compile(r"""<(br|col|hr|img|input|link|meta|wbr)\b((?:[^<>"']|"[^"]*"|'[^']*')*?)/?>""")
# What HTML reads otherwise than XML (HTML Living Standard, 13.2): raw text, foreign elements, elements within which
# others are moved or closed.
_OTHERWISE = frozenset(
    ("math", "noscript", "option", "pre", "script", "select", "style", "svg", "template", "textarea", "title")
)
_BLOCKS = frozenset(
    ("address", "article", "aside", "blockquote", "details", "div", "dl", "fieldset", "figure", "footer", "form", "h1",
     "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "nav", "ol", "p", "section", "table", "ul")
)  # fmt: skip


def read_html(html: str, fetcher: Any) -> HTML:
    """Return a whole document for the engine; its pictures and links are opened by `fetcher`."""
    root = tree_of(html)
    return HTML(string=html, url_fetcher=fetcher, base_url="section:") if root is None else _Read(root, fetcher)


def tree_of(html: str) -> ElementTree.Element | None:
    """Read a document as XML; None where it is not, or where HTML might make another tree of it."""
    if not html.startswith(_DOCTYPE):
        return None
    try:
        root = ElementTree.fromstring(_EMPTY.sub(r"<\1\2/>", html.removeprefix(_DOCTYPE)))
    except ElementTree.ParseError:
        return None
    if [child.tag for child in root] != ["head", "body"] or any(map(_is_otherwise, root.iter())):
        return None
    root.text = root[1].tail = None  # HTML has no spaces there
    return root


def _is_otherwise(element: ElementTree.Element) -> bool:
    tag = element.tag
    if tag == "p":
        return any(inner.tag in _BLOCKS for inner in element.iter() if inner is not element)
    if tag == "table":
        return any(child.tag == "tr" for child in element) or bool((element.text or "").strip())
    if tag == "a":
        return any(inner is not element for inner in element.iter("a"))
    return tag in _OTHERWISE


class _Read(HTML):  # type: ignore[misc]  # WeasyPrint is not typed
    """A document that was read here."""

    def __init__(self, root: ElementTree.Element, fetcher: Any) -> None:
        self.base_url, self.url_fetcher, self.media_type = "section:", fetcher, "print"
        self.wrapper_element = ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element
