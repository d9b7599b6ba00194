"""French micro-typography: pure functions on text, over a table of small rules.

"Lexique" is the Lexique des règles typographiques en usage à l’Imprimerie nationale. The house’s own choices:
guillemets and ; ! ? take the thin U+202F, words that stay together take U+00A0, the dash is the en dash, and
« n° » keeps its degree sign, which a screen reader says « numéro » where it would spell a raised o.

The only special characters ever added are in `EMITTED`. The fonts of the house draw them, save one: Atkinson
Hyperlegible Next has no U+202F, and the shaper then sets half of that font’s space, without another font.
U+2011 and U+2060 are in none of them and are never added; nor is U+200B, for a line may break after the
solidus of CCAS/CIAS as it is. Never touched: web addresses, e-mails and `code`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

NBSP = "\u00a0"
THIN = "\u202f"
CALL = "\ufffc"  # stands in a text for a note call, which is no text but has its place among the signs
EMITTED = frozenset(f"«»“”’…–×°{NBSP}{THIN}")

_SPACE = "[ \t\n\u00a0\u2009\u202f]"
_MONTH = "(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)"
_UNIT = (
    "(?:min|s|ms|mm|cm|m|km|m²|km²|g|kg|t|ha|pt|px|ko|Ko|Mo|Go|dpi|ppp|°C|fois|secondes?|minutes?|heures?|jours?"
    "|semaines?|mois|ans?|années?|mètres?|kilomètres?|euros?|millions?|milliards?|habitants?|personnes?|participants?"
    "|communes?|villes?|exemplaires?|pages?|scénarios?|figures?|ateliers?|thèmes?|journaux)(?![\\w’'])"
)
_NAMED = (
    "(?:pages?|articles?|chapitres?|scénarios?|figures?|tableaux?|annexes?|notes?|étapes?|tomes?|volumes?|numéros?"
    "|alinéas?)"
)
_SMALL = (
    "(?:les?|la|une?|des?|du|aux?|à|et|ou|en|dans|par|pour|sur|sous|avec|sans|vers|chez|entre|ce|cet|cette|ces"
    "|son|sa|ses|nos|notre|vos|votre|leurs?)"
)
_NO_LAW, _YEAR = r"(?<![\w.,/-])(?<!n°\u00a0)(?<!loi )(?<!décret )(?<!ordonnance )", r"(?:19|20)\d\d"
_DIGITS, _CAPITAL = "0123456789", "[A-ZÀ-Þ]"
_LINE, _LAST, _HELD = 34, 10, 22  # characters: of a line, at least of a last one, at most of words that move as one
_LEX, _OWN = "Lexique: ", "our own: "

Edit = tuple[int, int, str]  # where it starts, where it ends, what goes there


class Run(NamedTuple):
    """A stretch of set text; raised where it is the ending of an ordinal."""

    text: str
    raised: bool


@dataclass(frozen=True)
class Rule:
    """One usage: its name, where it comes from, the characters one of which it needs, and how it edits."""

    name: str
    source: str
    needs: frozenset[str]
    edits: Callable[[str], Iterable[Edit]]


def _rule(name: str, source: str, needs: str, pattern: str, put: str | Callable[[re.Match[str]], str]) -> Rule:
    """Make a rule from a pattern where ␣ is any space, ~ a gap that must be there, ≈ a gap that may be.

    Only the gap is edited, or all that is found where there is none: edits stay small, so that a text cut
    into parts (plain, emphasised, plain) keeps its cuts.
    """
    pattern = pattern.replace("~", "(?P<gap>␣+)").replace("≈", "(?P<gap>␣*)").replace("␣", _SPACE)
    compiled = re.compile(pattern)
    group = "gap" if "gap" in compiled.groupindex else 0

    def edits(text: str) -> Iterable[Edit]:
        for found in compiled.finditer(text):
            yield found.start(group), found.end(group), put if isinstance(put, str) else put(found)

    return Rule(name, source, frozenset(needs), edits)


_QUOTE = re.compile(r'["«»“”]')


def _quotes(text: str) -> Iterable[Edit]:
    """Pair the quotation marks: the outer become « », the inner “ ”; one without a partner is left alone."""
    opened: list[tuple[int, str]] = []
    for found in _QUOTE.finditer(text):
        at, mark = found.start(), found[0]
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        starts = not before or before.isspace() or before in "([’'«“–—/\""
        ends = not after or after.isspace() or after in ";:!?»"
        if mark in "«“" or (mark == '"' and starts and not (ends and opened)):
            opened.append((at, mark))
        elif opened:
            begin, first = opened.pop()
            inner = bool(opened) or first == "“"
            yield begin, begin + 1, "“" if inner else "«"
            yield at, at + 1, "”" if inner else "»"


_DASH = re.compile(f"(?P<end>[.!?…][»”)\u202f]*(?= ))|{_SPACE}+(?:–|—|--?)(?P<after>{_SPACE}+|(?=[,;:.)]))")


def _dashes(text: str) -> Iterable[Edit]:
    """Hold the dashes of an aside to the words they enclose, counting afresh in each sentence."""
    inside = False
    for found in _DASH.finditer(text):
        if found["end"]:
            inside = False
            continue
        inside = not inside and bool(found["after"])
        after = " " if found["after"] else ""
        yield found.start(), found.end(), f" –{NBSP}" if inside else f"{NBSP}–{after}"


def _thousands(found: re.Match[str]) -> str:
    """Group a number by thousands, unless it may be a year."""
    number = int(found["gap"])
    return found["gap"] if 1900 <= number <= 2100 else f"{number:,}".replace(",", THIN)


def _period(found: re.Match[str]) -> str:
    """Join two years when the second follows the first; leave anything else as it is written."""
    return f"{found['from']}–{found['to']}" if found["from"] < found["to"] else found[0]


def _times(found: re.Match[str]) -> str:
    """Set a sign of arithmetic between no-break spaces; an x between two numbers is a multiplication sign."""
    sign = found["sign"] or "×"
    return NBSP + ("×" if sign == "x" else sign) + NBSP


def _spaces(put: str) -> Callable[[re.Match[str]], str]:
    """Make all spaces of what is found the given one."""
    return lambda found: re.sub(_SPACE, put, found[0])


# A table reads by rows.
# fmt: off
RULES: tuple[Rule, ...] = (
    _rule("one space", _OWN + "two spaces say no more than one", " ", "  +", " "),
    _rule("…", _LEX + "points de suspension", ".", r"(?<!\.)\.{3}(?!\.)", "…"),
    _rule("etc.", _LEX + "etc. (never with three points)", "…", r"\betc(?P<gap>[.…]*…[.…]*)", "."),
    _rule("’", _LEX + "apostrophe (5' stays: a minute)", "'", r"(?<!\d)'", "’"),
    Rule("quotes", _LEX + "guillemets", frozenset('"«“'), _quotes),
    _rule("« mot", _LEX + "guillemets", "«", r"«␣*(?=[^\s»])", "«" + THIN),
    _rule("mot »", _LEX + "guillemets", "»", r"(?<=[^\s«])≈(?=»)", THIN),
    _rule("“mot”", _LEX + "guillemets", "“”", "(?<=“)␣+|␣+(?=”)", ""),
    _rule("?!", _OWN + "signs in a row are one sign", "!?", "(?<=[!?])~(?=[!?])", ""),
    _rule("; ! ?", _LEX + "ponctuation", ";!?", r"(?<=[^\s;!?(\[«“])≈(?=[;!?])", THIN),
    _rule(":", _LEX + "ponctuation (not 16:9)", ":",
          rf"(?<=[^\s:(\[«“])(?:␣*(?=:(?:[\s»”{CALL}]|$))|␣+(?=:))", NBSP),
    _rule("n° 3", _LEX + "numéro", _DIGITS, r"\b[nN](?P<gap>[°º]␣*|o␣+)(?=[A-Z]?\d)", "°" + NBSP),
    _rule("p. 42", _LEX + "abréviations", _DIGITS, r"\b(?:pp?|art|chap|fig|vol)\.≈(?=\d)", NBSP),
    _rule("page 42", _OWN + "a noun keeps its number", _DIGITS, rf"(?i:\b{_NAMED})~(?=[SFLRDA]?\d)", NBSP),
    _rule("art. L. 123", _LEX + "abréviations", _DIGITS, r"(?i:\barticles?|\bart\.)~(?=[LRDA]\b)", NBSP),
    _rule("L. 123-4", _OWN + "a law’s number is one word", _DIGITS,
          r"\b[LRDA]\.?(?P<gap>␣+|(?<=\.))(?=\d+-\d)", NBSP),
    _rule("§ 3", _LEX + "paragraphe", "§", r"(?<=§)≈(?=\d)", NBSP),
    _rule("M. Calmels", _LEX + "civilité", "MDP",
          rf"\b(?:MM?\.|M(?:me|lle|gr)s?|Drs?|Prs?|Me)~(?={_CAPITAL})", NBSP),
    _rule("V. Hugo", _LEX + "prénoms", ".", rf"\b{_CAPITAL}\.~(?={_CAPITAL})", NBSP),
    _rule("2e", _LEX + "ordinaux", _DIGITS + "XVI", r"(?:(?<=\d)|\b[IVX]+)(?P<gap>i?[èe]me)(?=s?\b)", "e"),
    _rule("1re", _LEX + "ordinaux", "1", r"(?<!\d)1(?P<gap>[èe]re)(?=s?\b)", "re"),
    _rule("XXIe siècle", _LEX + "siècles", "XVI", r"\b[IVX]+er?~(?=siècles?\b)", NBSP),
    _rule("3–4 mai", _LEX + "tiret", _DIGITS,
          rf"(?<![\w.,/-])\d\d?(?P<gap>␣?[-–]␣?)(?=\d\d?␣{_MONTH}\b)", "–"),
    _rule("2–3 ans", _LEX + "tiret", _DIGITS, rf"(?<![\w.,/-])\d+(?P<gap>-)(?=\d+␣{_UNIT})", "–"),
    _rule("p. 12–14", _LEX + "tiret", _DIGITS, r"\bpp?\.␣\d+(?P<gap>-)(?=\d+(?![\w-]))", "–"),
    _rule("2019–2020", _LEX + "tiret", _DIGITS,
          rf"{_NO_LAW}(?P<from>{_YEAR})␣?[-–]␣?(?P<to>{_YEAR})(?![\w/-])", _period),
    Rule("dashes", _LEX + "tiret", frozenset("-–—"), _dashes),
    _rule("– Oui", _LEX + "tiret", "–—", r"\A[–—]~", NBSP),
    _rule("3 mars", _LEX + "dates", _DIGITS, rf"(?<!\w)(?:\d\d?|1er)~(?={_MONTH}\b)", NBSP),
    _rule("mars 2020", _LEX + "dates", _DIGITS, rf"(?i:\b{_MONTH})~(?=[12]\d\d\d\b)", NBSP),
    _rule("14 h", _LEX + "heures", _DIGITS, r"(?<![\w.-])\d\d?≈(?=h(?:␣?\d\d)?\b)", NBSP),
    _rule("h 30", _LEX + "heures", _DIGITS, r"(?<=\d\u00a0h)≈(?=\d\d\b(?!␣\d))", NBSP),
    _rule("01 53", _OWN + "a telephone is one word", "0", r"(?<!\d)0\d(?:␣\d\d){4}(?!\d)", _spaces(NBSP)),
    _rule("1 500", _LEX + "nombres", _DIGITS, r"(?<![\w.,-])\d{1,3}(?:␣\d{3})+(?!\d)", _spaces(THIN)),
    _rule("1500 km", _LEX + "nombres", _DIGITS,
          rf"(?<![\w.,/-])(?<!\d␣)(?P<gap>[1-9]\d{{3,8}})(?=␣*€|␣{_UNIT})", _thousands),
    _rule("30 %", _LEX + "pour cent", "%‰€", r"(?<=\d)≈(?=[%‰€])", NBSP),
    _rule("10 min", _LEX + "unités de mesure", _DIGITS, rf"(?<=\d)~(?={_UNIT})", NBSP),
    _rule("98 × 140", _LEX + "nombres", _DIGITS, r"␣×␣|(?<=\d)(?:×|␣(?P<sign>[x+=−])␣)(?=\d)", _times),
    _rule("JT de Nancy", _OWN + "the short name of a newscast", "J", r"\bJT~(?=d(?:e|u|es)\b|d’)", NBSP),
    _rule(", etc.", _LEX + "etc. (never first in a line)", ".", r"(?<=[\w,)])~(?=etc\.)", NBSP),
    # No space is set before a call: its margin does it, and a space there makes WeasyPrint break lines early.
    _rule("call", _LEX + "appel de note", CALL, f"␣+(?={CALL})", ""),
)
# fmt: on


def _widow(text: str) -> Iterable[Edit]:
    """Find the spaces before the last words, in a text of more than one line, until they make a fair last line."""
    at = len(text) if len(text) > _LINE else 0
    while (at := text.rfind(" ", 0, at)) > 0:
        tail = text[at + 1 :]
        words = [word for word in re.split(f"[ {NBSP}]", tail) if any(map(str.isalnum, word))]
        if len(words) > 1 and len(tail) >= _LAST:
            return
        before = re.split(f"[ {NBSP}]", text[:at])[-1]
        # A word with a hyphen is not cut at it, and two holds side by side make WeasyPrint break lines early.
        if not words or "-" in before + words[0] or len(before) + 1 + len(tail) > _HELD:
            return
        yield at, at + 1, NBSP


PARAGRAPH: tuple[Rule, ...] = (Rule("no widow", _LEX + "coupures", frozenset(" "), _widow),)
TITLE: tuple[Rule, ...] = (
    _rule(
        "la mer",
        _OWN + "titles break by sense",
        " ",
        rf"(?i)(?<![\w-])(?:(?:[ld]|qu)’)?{_SMALL}(?P<gap> )(?=\S)",
        NBSP,
    ),
)

_HINTS = ("\ue000", "`", "@", "://", "www.", ".fr", ".com", ".org", ".net", ".eu", ".info")
_ADDRESS = re.compile(
    r"\ue000+|`[^`]+`|(?:https?://|www\.)[^\s<>«»“”\"]*[\w/=&#-]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|(?<![\w.@-])(?:[a-z0-9-]+\.)+(?:fr|com|org|net|eu|info)\b(?:/[^\s<>«»“”\"]*[\w/=&#-]|/)?"
)


def _apply(text: str, cuts: list[int], edits: Iterable[Edit]) -> tuple[str, list[int]]:
    """Make the edits in a text, and carry its cuts along; what is added at a cut goes after it."""
    changes = [edit for edit in sorted(edits) if text[edit[0] : edit[1]] != edit[2]]
    if not changes:
        return text, cuts
    pieces: list[str] = []
    at = 0
    moved = list(cuts)
    for start, end, put in changes:
        pieces += text[at:start], put
        at = end
        grown = len(put) - (end - start)
        for index, cut in enumerate(cuts):
            if start < cut:
                moved[index] += max(grown, grown + end - cut)
    return "".join(pieces) + text[at:], moved


def typeset_parts(parts: Sequence[str], more: Sequence[Rule] = ()) -> list[str]:
    """Set a text given in parts as if it were whole, by the rules and some more; return its parts."""
    text = "".join(parts)
    cuts = list(accumulate(map(len, parts)))[:-1]
    kept: list[str] = []
    if any(hint in text for hint in _HINTS):
        kept = [char for found in _ADDRESS.finditer(text) for char in found[0]]
        text = _ADDRESS.sub(lambda found: "\ue000" * len(found[0]), text)
    present = set(text)
    for rule in (*RULES, *more):
        if not rule.needs.isdisjoint(present):
            changed, cuts = _apply(text, cuts, rule.edits(text))
            if changed is not text:
                text, present = changed, set(changed)
    if kept:
        back = iter(kept)
        text = "".join(next(back) if char == "\ue000" else char for char in text)
    return [text[start:end] for start, end in pairwise((0, *cuts, len(text)))]


@lru_cache(maxsize=4096)
def typeset(text: str) -> str:
    """Return a text with the spaces, quotation marks, dashes and numbers of French print."""
    return typeset_parts((text,))[0]


@lru_cache(maxsize=1024)
def title(text: str) -> str:
    """Return a title set, its articles and prepositions held to the word they introduce."""
    return typeset_parts((text,), TITLE)[0]


def no_widow(text: str) -> str:
    """Hold together the last words of a paragraph, two at least, until they make ten characters.

    Only in a text longer than a line (a label has no last line), and only while the words together are short
    enough to move as one without a hole in the line above.
    """
    return _apply(text, [], _widow(text))[0]


_ORDINAL = re.compile(
    r"(?<![\w.,])(?:[1I](?=(?:er|re)s?\b)|2(?=de?s?\b)|\d+(?=es?\b)|(?:[IVXL]{2,}|[VX])(?=es?\b))(?P<raised>[a-z]+)"
)


def runs(text: str) -> tuple[Run, ...]:
    """Cut a set text at the endings of its ordinals (1er, 2e, XXIe), which print raises."""
    found, at = [], 0
    for ordinal in _ORDINAL.finditer(text):
        found += [Run(text[at : ordinal.start("raised")], False), Run(ordinal["raised"], True)]
        at = ordinal.end()
    rest = Run(text[at:], False)
    return (*found, rest) if rest.text or not found else tuple(found)
