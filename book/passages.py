"""Passages of the corpus that hold only where an edition shows what they speak of, and what is said otherwise.

They are listed in `passages.yaml`, beside the texts, which so stay plain prose. A passage that its text no
longer holds is a fault: who rewrites the text sees that the list follows.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from book.fields import line, several
from book.french import in_words, sentence_case
from book.keys import Key, group
from book.model import At, Corpus, Text
from book.reading import Reading
from book.records import records_of, with_records
from book.source import Items, Scalar, Value, read_yaml

FILE = "passages.yaml"
WHOLE = "cycle"
"""The condition that an edition shows the cycle whole, and nothing beside it."""
SHARED = "partage"
"""The condition that a scenario of the edition feeds two figures."""

_COUNTED = {
    "scenarios": ("scénario", "scénarios"),
    "figures": ("figure", "figures"),
    "newscasts": ("journal", "journaux"),
}
_COUNT = re.compile(r"\{(scenarios|figures|newscasts)(:lettres)?\}")


@dataclass(frozen=True)
class Passage:
    """Words of a text, the ids that they speak of, and the words that stand in for them."""

    target: str  # family.id.field
    says: str
    needs: tuple[str, ...]
    otherwise: str
    at: At


def _words(value: Value, label: str, reading: Reading) -> str:
    return " ".join(value.text.split()) if isinstance(value, Scalar) else ""


_PASSAGE = group({
    "in": Key(line(r"[a-z]+\.[\w-]+\.[a-z]+", "pages.capsule.text"), {}, ""),
    "says": Key(_words, {}, ""),
    "needs": Key(several(line(), "identifiant"), {}, ""),
    "otherwise": Key(_words, {}, ""),
})  # fmt: skip


def read_passages(folder: Path, corpus: Corpus, reading: Reading) -> tuple[Passage, ...]:
    """Read the list of passages, where there is one, and check each against its text."""
    path = folder / FILE
    tree = read_yaml(path, reading) if path.exists() else None
    found: list[Passage] = []
    for item in tree.items if isinstance(tree, Items) else ():
        read: Any = _PASSAGE.read(item, "Passage", reading)
        passage = Passage(read.get("in"), read.get("says"), read.get("needs", ()), read.get("otherwise"), item.at)
        found.append(passage)
        if passage.says not in words_of(corpus, passage.target):
            message = f"« {passage.target} » ne dit plus : « {passage.says[:60]}… »."
            reading.fault(item.at, message, "Recopier ici le passage tel que le texte le dit maintenant.")
    return tuple(found)


def words_of(corpus: Corpus, target: str) -> str:
    """Return the words that a target names, on one line; none where it leads nowhere."""
    family, id, field = target.split(".")
    value = getattr(getattr(corpus, family, {}).get(id), field, "")
    return " ".join((value.markdown if isinstance(value, Text) else str(value)).split())


def adapt(corpus: Corpus, passages: Collection[Passage], shown: Collection[str], own: Collection[str]) -> Corpus:
    """Return the corpus with what holds no longer said otherwise; texts of the edition's own are left alone."""
    for passage in passages:
        if not set(passage.needs) <= set(shown) and passage.target not in own:
            corpus = _put(corpus, passage)
    return corpus


def _put(corpus: Corpus, passage: Passage) -> Corpus:
    family, id, field = passage.target.split(".")
    records = records_of(corpus, family)
    if id not in records:
        return corpus
    value = getattr(records[id], field)
    pattern = re.compile(r"\s+".join(map(re.escape, passage.says.split())) + r"[ \t]*")
    words = counted(passage.otherwise, corpus) + (" " if passage.otherwise else "")

    def put(text: str) -> str:
        changed = pattern.sub(lambda _: words, text)
        return re.sub(r"[ \t]+(?=\n|$)|(?<=\n)[ \t]+(?=\S)", "", changed).strip()

    changed = replace(value, markdown=put(value.markdown)) if isinstance(value, Text) else put(value)
    return with_records(corpus, family, {**records, id: replace(records[id], **{field: changed})})


def counted(text: str, corpus: Corpus) -> str:
    """Fill in what a text counts: {scenarios} is « 18 scénarios », {scenarios:lettres} « dix-huit scénarios »."""

    def count(found: re.Match[str]) -> str:
        number = len(records_of(corpus, found[1]))
        noun = _COUNTED[found[1]][number > 1]
        one = "une" if number == 1 and found[1] == "figures" else in_words(number)
        return f"{one if found[2] else number} {noun}"

    return sentence_case(_COUNT.sub(count, text)) if _COUNT.match(text) else _COUNT.sub(count, text)


def texts_of(records: Mapping[str, Any]) -> Iterator[tuple[str, str, str, At]]:
    """Yield every piece of prose of some records: id, field, words, place."""
    for id, record in records.items():
        for field, value in vars(record).items():
            for part in value if isinstance(value, tuple) else (value,):
                if isinstance(part, Text):
                    yield id, field, part.markdown, part.at
                elif isinstance(part, str) and field in ("lead", "supports", "title"):
                    yield id, field, part, record.at
