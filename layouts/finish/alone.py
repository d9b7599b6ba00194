"""The pages of an assembled document by themselves, for what is made of their marks alone."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from pikepdf import Pdf

_READ = ("/Annots", "/StructParents", "/Tabs", "/Group", "/AA", "/B")  # what serves reading on screen


class Taken(NamedTuple):
    """Pages taken from a document: themselves, their numbers there, from 1, and how many pages it has."""

    pdf: Pdf
    numbers: tuple[int, ...]
    total: int


@contextmanager
def alone(document: bytes, chosen: Callable[[int], Iterable[int]] = range) -> Iterator[Taken]:
    """Open a new document with pages of another: those, from 0, that are `chosen` among so many.

    Tags, links, bookmarks, names, forms, actions and labels, of which a document has far more than pages, stay behind.
    """
    with Pdf.open(io.BytesIO(document)) as source, Pdf.new() as pdf:
        for key in list(source.Root.keys()):
            if key not in ("/Type", "/Pages"):
                del source.Root[key]
        indices = tuple(chosen(len(source.pages)))
        for page in (source.pages[index] for index in indices):
            for key in _READ:
                if key in page.obj:
                    del page.obj[key]
            pdf.pages.append(page)
        yield Taken(pdf, tuple(index + 1 for index in indices), len(source.pages))
