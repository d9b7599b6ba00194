"""From the Markdown of the corpus to HTML. In what is expected, ~ is U+00A0 and _ is U+202F."""

from __future__ import annotations

import pickle
import re
import time
from pathlib import Path

import pytest
from markupsafe import Markup, escape

from book.markup import MarkupError, NoteCall, call, plain, render, render_inline

CORPUS = Path(__file__).resolve().parent.parent / "book" / "corpus"


class Letters:
    """Calls that answer to two names, and remember what they were asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def note(self, name: str) -> NoteCall:
        self.asked.append(name)
        return NoteCall({"slip": "a", "two-lists": "b"}[name], f"#note-{name}", f"note {name}")

    def reference(self, name: str) -> NoteCall:
        self.asked.append(name)
        return NoteCall(str(["weka-2020"].index(name) + 4), f"#ref-{name}", "source 4")


class AnyCalls:
    """Calls that answer to every name."""

    def note(self, name: str) -> NoteCall:
        return NoteCall("a", f"#note-{name}", name)

    reference = note


NOTE = '<a class="call" href="#note-slip" role="doc-noteref" aria-label="note slip"><sup>a</sup></a>'
OTHER = (
    '<a class="call" href="#note-two-lists" role="doc-noteref" aria-label="note two-lists"><sup>b</sup></a>'
)
SOURCE = '<a class="call" href="#ref-weka-2020" role="doc-noteref" aria-label="source 4"><sup>4</sup></a>'


def shown(html: str) -> str:
    return html.replace("\u00a0", "~").replace("\u202f", "_")


INLINE = [
    ("", ""),
    ("Quel social demain ?", "Quel social demain_?"),
    ("« *mot* »", "«_<em>mot</em>_»"),
    ("«*mot*»", "«_<em>mot</em>_»"),
    ('"*mot*" et "**fort**"', "«_<em>mot</em>_» et «_<strong>fort</strong>_»"),
    ('*"mot"*?', "<em>«_mot_»</em>_?"),
    ("un *mot*?", "un <em>mot</em>_?"),
    ("**Note** : oui", "<strong>Note</strong>~: oui"),
    ("**Note :** oui", "<strong>Note~:</strong> oui"),
    ("« un *« mot »* juste »", "«_un <em>“mot”</em> juste_»"),
    ("la ville - *toute* - décide", "la ville –~<em>toute</em>~– décide"),
    ("le 5\nmars\n2020", "le 5~mars~2020"),
    ("mot\n?", "mot_?"),
    ("***mot***", "<em><strong>mot</strong></em>"),
    ("au XXIe siècle, le 1er mai", "au XXI<sup>e</sup>~siècle, le 1<sup>er</sup>~mai"),
    ("la *2ème* fois", "la <em>2<sup>e</sup></em> fois"),
    ("A & B < C > D", "A &amp; B &lt; C &gt; D"),
    ("R&amp;D &eacute;t&eacute;", "R&amp;D été"),
    (r"\*seul\*", "*seul*"),
    (
        "[le site](https://exemple.fr/a?b=1&c='d) !",
        '<a href="https://exemple.fr/a?b=1&amp;c=\'d">le site</a>_!',
    ),
    ("[« *mot* »](https://exemple.fr)", '<a href="https://exemple.fr">«_<em>mot</em>_»</a>'),
    ("voir exemple.fr/a'b?", "voir exemple.fr/a'b_?"),
    ("[…] et [sic]", "[…] et [sic]"),
    ("mot[^slip] ?", f"mot{NOTE}_?"),
    ("mot[^slip]?", f"mot{NOTE}_?"),
    ("« mot[^slip] »", f"«_mot{NOTE}_»"),
    ("mot [@weka-2020].", f"mot{SOURCE}."),
    ("peut-être ultra-transformés", '<span class="nowrap">peut-être</span> ultra-transformés'),
    ("Et le mardi, que garde-t-on ?", 'Et le mardi, <span class="nowrap">que garde-t-on_?</span>'),
    ("*mot[^slip]*", f"<em>mot{NOTE}</em>"),
    ("mot[^slip][@weka-2020]", f"mot{NOTE}<sup>,</sup>{SOURCE}"),
    ("mot[^slip], mot[^two-lists]", f"mot{NOTE}, mot{OTHER}"),
    (
        "Une phrase assez longue pour tenir sur deux lignes du livre, et puis *moi*.",
        "Une phrase assez longue pour tenir sur deux lignes du livre, et~puis~<em>moi</em>.",
    ),
]


@pytest.mark.parametrize(("markdown", "expected"), INLINE)
def test_inline(markdown: str, expected: str) -> None:
    html = render_inline(markdown, calls=Letters())
    assert isinstance(html, Markup)
    assert shown(html) == expected


@pytest.mark.parametrize(("markdown", "expected"), INLINE)
def test_a_paragraph_is_its_inline_text(markdown: str, expected: str) -> None:
    html = render(markdown, calls=Letters())
    assert isinstance(html, Markup)
    assert shown(html) == (f"<p>{expected}</p>\n" if expected else "")


BLOCKS = """\
Et si la ville « décidait » ?

## Les figures de la ville

Une liste :

- un, *deux* ;
- « trois »
  - quatre

1. premier

   suite
2. second
"""
BLOCKS_HTML = """\
<p>Et si la ville «_décidait_»_?</p>
<h3>Les~figures de~la~ville</h3>
<p>Une liste~:</p>
<ul>
<li>un, <em>deux</em>_;</li>
<li>«_trois_»
<ul>
<li>quatre</li>
</ul>
</li>
</ul>
<ol>
<li>
<p>premier</p>
<p>suite</p>
</li>
<li>
<p>second</p>
</li>
</ol>
"""


def test_blocks() -> None:
    assert shown(render(BLOCKS, heading=3)) == BLOCKS_HTML


def test_headings_are_of_the_second_level_unless_told() -> None:
    assert render("## Avant") == "<h2>Avant</h2>\n"


def test_plain_is_set_without_markup_or_calls() -> None:
    assert shown(plain("« *mot*[^slip] » et **fort** [@inconnue].")) == "«_mot_» et fort."
    assert shown(plain("au [XXIe](https://exemple.fr)\nsiècle & <3 ?")) == "au XXIe~siècle & <3_?"
    assert shown(plain(BLOCKS)) == (
        "Et si la ville «_décidait_»_? Les figures de la ville Une liste~: un, deux_; «_trois_» quatre "
        "premier suite second"
    )
    assert type(plain("mot")) is str
    assert plain("") == ""


def test_plain_is_the_visible_text() -> None:
    for markdown, _ in INLINE:
        if "[^" not in markdown and "[@" not in markdown and len(markdown) < 50:
            visible = re.sub(r"<[^>]*>", "", render_inline(markdown))
            assert visible == str(escape(plain(markdown))).replace("&#39;", "'")


def test_calls_are_asked_once_each_in_order() -> None:
    calls = Letters()
    render("a[^two-lists]\n\n- b[@weka-2020]\n- c[^slip] d[^two-lists]", calls=calls)
    assert calls.asked == ["two-lists", "weka-2020", "slip", "two-lists"]


def test_a_call_escapes_what_it_is_given() -> None:
    assert call(NoteCall("<a>", '#"', "« a » & b")) == (
        '<a class="call" href="#&#34;" role="doc-noteref" aria-label="« a » &amp; b"><sup>&lt;a&gt;</sup></a>'
    )


REFUSED = [
    ("a\n<b>gras</b>", 2, "du HTML"),
    ("<div>\n</div>", 1, "du HTML"),
    ("a <!-- tu -->", 1, "du HTML"),
    ("![plan](https://exemple.fr/plan.png)", 1, "une image"),
    ("a\n\n> b", 3, "une citation en retrait"),
    ("a\n\n    b", 3, "un bloc de code"),
    ("```\na\n```", 1, "un bloc de code"),
    ("a\nb `c`", 2, "du code"),
    ("a  \nb", 1, "un saut de ligne"),
    ("a\\\nb", 1, "un saut de ligne"),
    ("a\n\n***", 3, "un filet"),
    ("# a", 1, "un titre"),
    ("### a", 1, "un titre"),
    ("a\n---", 1, "un titre"),
    ("a\nb [c](http://exemple.fr)", 2, "un lien vers « http://exemple.fr »"),
    ("[a](javascript:alert)", 1, "un lien vers « javascript:alert »"),
    ("[a](mailto:a@exemple.fr)", 1, "un lien vers"),
    ("[a](#b)", 1, "un lien vers « #b »"),
    ("<https://exemple.fr>", 1, "un lien qui"),
    ("[](https://exemple.fr)", 1, "un lien qui"),
    ('[a](https://exemple.fr "titre")', 1, "un lien qui"),
    ("[a][b]\n\n[b]: https://exemple.fr", 3, "une adresse à part"),
    ("[a](b c)", 1, "« ](b c) »"),
    ("[a[^slip]](https://exemple.fr)", 1, "« ](https://exemple.fr) »"),
    ("a\n[^ slip]", 2, "« [^ slip] »"),
    ("[@Weka]", 1, "« [@Weka] »"),
    ("- a\n- **b", 2, "« ** »"),
    ("- a\n\n- b\n  c <i>d</i>", 4, "du HTML"),
    ("a\nb[^autre]", 2, "note inconnue : « autre »"),
    ("- a\n- b[@autre]", 2, "référence inconnue : « autre »"),
]


@pytest.mark.parametrize(("markdown", "line", "message"), REFUSED)
def test_refusals(markdown: str, line: int, message: str) -> None:
    with pytest.raises(MarkupError, match=re.escape(message)) as caught:
        render(markdown, calls=Letters())
    assert caught.value.line == line
    assert str(caught.value) == caught.value.message


def test_a_text_without_calls_refuses_them() -> None:
    with pytest.raises(MarkupError, match="aucun appel"):
        render("mot[^slip]")


@pytest.mark.parametrize(("markdown", "line"), [("a\n\nb", 3), ("- a", 1), ("## a", 1), ("a\n\n1. b", 3)])
def test_inline_is_one_paragraph(markdown: str, line: int) -> None:
    with pytest.raises(MarkupError, match="un seul paragraphe") as caught:
        render_inline(markdown)
    assert caught.value.line == line


def test_an_error_survives_another_process() -> None:
    error = pickle.loads(pickle.dumps(MarkupError("non", 3)))
    assert (type(error), str(error), error.line) == (MarkupError, "non", 3)
    assert isinstance(error, ValueError)


def test_the_corpus_is_rendered_quickly() -> None:
    bodies = [path.read_text("utf-8").split("---\n", 2)[2] for path in sorted(CORPUS.glob("*/*.md"))]
    text = "".join(bodies)
    bodies *= 60_000 // len(text) + 1
    started = time.process_time()
    for body in bodies:
        render(body, calls=AnyCalls())
    assert time.process_time() - started < 0.6  # some 0.1 s where it was written; the rest is leeway
