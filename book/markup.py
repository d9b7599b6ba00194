"""From the Markdown of the corpus to HTML: the one place that makes HTML to be trusted.

What a text may hold: paragraphs, *emphase*, **fort**, lists, headings in ##, links to https:// addresses,
calls of a note `[^id]` and of a reference `[@id]`. Anything else is refused with its line. The typography is
set over each paragraph as a whole, so that a guillemet and the word it opens may stand in different elements.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from markupsafe import Markup

from book import typography


class MarkupError(ValueError):
    """A piece of Markdown that a text may not hold, with its line, counted from 1 within the text."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message, line)  # both, so that the exception can be pickled
        self.message = message
        self.line = line

    def __str__(self) -> str:
        return self.message


@dataclass(frozen=True)
class NoteCall:
    """The call of a note or of a reference: what is printed, where it leads, what is read aloud."""

    mark: str
    href: str
    label: str


class Calls(Protocol):
    """Answers the calls of a text; raises LookupError or ValueError where nothing bears the name."""

    def note(self, name: str) -> NoteCall:
        """Return the call of an editor's note."""

    def reference(self, name: str) -> NoteCall:
        """Return the call of a reference."""


def render(markdown: str, *, calls: Calls | None = None, heading: int = 2) -> Markup:
    """Return a text as HTML blocks, its ## headings at the given level."""
    return _render(markdown, heading) if "[" not in markdown else _render_called(markdown, calls, heading)


def render_inline(markdown: str, *, calls: Calls | None = None) -> Markup:
    """Return a text of one paragraph as HTML, without the paragraph's own element."""
    return _render_inline(markdown) if "[" not in markdown else _render_inline_called(markdown, calls)


def _render_called(markdown: str, calls: Calls | None, heading: int) -> Markup:
    return Markup(_PARSER.render(markdown, {"calls": calls, "heading": heading}))


def _render_inline_called(markdown: str, calls: Calls | None) -> Markup:
    env: EnvType = {"calls": calls}
    children = _one_paragraph(_PARSER.parse(markdown, env))
    return Markup(_PARSER.renderer.render(children, _PARSER.options, env))


# A text that calls nothing is the same in every section and every edition.


@lru_cache(maxsize=4096)
def _render(markdown: str, heading: int) -> Markup:
    return _render_called(markdown, None, heading)


@lru_cache(maxsize=4096)
def _render_inline(markdown: str) -> Markup:
    return _render_inline_called(markdown, None)


@lru_cache(maxsize=4096)
def plain(markdown: str) -> str:
    """Return a text set but without markup or calls, its blocks separated by a space (bookmarks, say)."""
    tokens = _PARSER.parse(markdown, {"plain": True})
    blocks = ("".join(child.content for child in token.children or ()) for token in tokens)
    return " ".join(filter(None, blocks))


def call(called: NoteCall) -> Markup:
    """Return the HTML of a call; a reader hears its label, sees its mark."""
    element = Markup('<a class="call" href="{}" role="doc-noteref" aria-label="{}"><sup>{}</sup></a>')
    return element.format(called.href, called.label, called.mark)


_ALLOWED = "seuls sont admis paragraphes, *emphase*, **fort**, listes, titres ##, liens https et appels"
_BLOCKS = {"inline"} | {
    f"{name}_{side}"
    for name in ("paragraph", "heading", "bullet_list", "ordered_list", "list_item")
    for side in ("open", "close")
}
_INLINES = {"text", "softbreak", "call"} | {
    f"{name}_{side}" for name in ("em", "strong", "link") for side in ("open", "close")
}
_REFUSED = {
    "blockquote_open": "une citation en retrait (>)",
    "code_block": "un bloc de code (quatre espaces en début de ligne)",
    "code_inline": "du code entre accents graves",
    "fence": "un bloc de code",
    "hardbreak": "un saut de ligne forcé (deux espaces ou une barre oblique en fin de ligne)",
    "hr": "un filet",
    "html_block": "du HTML",
    "html_inline": "du HTML",
    "image": "une image",
}
# What the parser leaves in the text when it did not understand a call, a link or a strong.
_LEFTOVER = re.compile(r"\[[\^@][^\]]*\]?|\]\([^)]*\)?|\*\*")
_CALL = re.compile(r"\[(?P<family>[\^@])(?P<name>[a-z0-9]+(?:-[a-z0-9]+)*)\]")
_FAMILIES = {"^": "note", "@": "référence"}


def _refuse(what: str, line: int) -> MarkupError:
    return MarkupError(f"balisage refusé, {what} : {_ALLOWED}", line)


def _one_paragraph(tokens: Sequence[Token]) -> list[Token]:
    """Return what a text holds when it is one paragraph, or nothing; refuse any other."""
    for token in tokens:
        if token.type.endswith("_open") and token.type != "paragraph_open":
            raise MarkupError("un seul paragraphe est admis ici, sans liste ni titre", _line(token))
    paragraphs = [token for token in tokens if token.type == "inline"]
    if len(paragraphs) > 1:
        raise MarkupError("un seul paragraphe est admis ici, sans liste ni titre", _line(paragraphs[1]))
    return paragraphs[0].children or [] if paragraphs else []


def _line(token: Token) -> int:
    return token.map[0] + 1 if token.map else 1


def _read_call(state: StateInline, silent: bool) -> bool:
    """Read a call: a rule of the parser, tried before its links."""
    found = _CALL.match(state.src, state.pos)
    if not found:
        return False
    if not silent:
        token = state.push("call", "", 0)
        token.markup, token.info = found["family"], found["name"]
    state.pos = found.end()
    return True


def _set_text(state: StateCore) -> None:
    """Refuse what is not admitted, answer the calls, set the typography: the last rule of the parser."""
    for reference in state.env.get("references", {}).values():
        raise _refuse("une adresse à part de son lien", reference["map"][0] + 1)
    block = Token("", "", 0)
    for token in state.tokens:
        if token.type not in _BLOCKS:
            raise _refuse(_REFUSED.get(token.type, token.type), _line(token))
        if token.type.startswith("heading"):
            if token.markup != "##":
                raise _refuse("un titre qui n’est pas en ##", _line(token))
            token.tag = f"h{state.env.get('heading', 2)}"
        if token.type == "inline" and token.children:
            _set_inline(token, block.type == "heading_open", state.env)
        block = token


def _set_inline(inline: Token, heading: bool, env: EnvType) -> None:
    """Check and set one paragraph, item or heading, over all its elements at once."""
    children = inline.children or []
    line = _line(inline)
    for index, child in enumerate(children):
        following = children[index + 1].type if index + 1 < len(children) else ""
        _admit(child, following, line)
        if child.type == "softbreak":
            line += 1
            child.type, child.tag, child.content = "text", "", " "
        elif child.type == "call" and not env.get("plain"):
            child.content, child.meta = typography.CALL, {"call": _answer(child, env, line)}
        elif child.type == "call" and index:
            children[index - 1].content = children[index - 1].content.rstrip()
    more = () if env.get("plain") else typography.TITLE if heading else typography.PARAGRAPH
    parts = typography.typeset_parts([child.content for child in children], more)
    for child, part in zip(children, parts, strict=True):
        child.content = part


def _admit(token: Token, following: str, line: int) -> None:
    """Refuse what a paragraph may not hold."""
    if token.type not in _INLINES:
        raise _refuse(_REFUSED.get(token.type, token.type), line)
    if token.type == "text" and (left := _LEFTOVER.search(token.content)):
        raise _refuse(f"« {left[0]} » qui n’a pas été compris", line)
    if token.type == "link_open":
        if not str(token.attrs["href"]).startswith("https://"):
            raise _refuse(f"un lien vers « {token.attrs['href']} »", line)
        if token.info == "auto" or "title" in token.attrs or following == "link_close":
            raise _refuse("un lien qui ne s’écrit pas [libellé](https://…)", line)


def _answer(token: Token, env: EnvType, line: int) -> NoteCall:
    """Ask the caller what a call stands for."""
    calls: Calls | None = env.get("calls")
    if calls is None:
        raise MarkupError("aucun appel de note ou de référence n’est admis ici", line)
    try:
        return calls.note(token.info) if token.markup == "^" else calls.reference(token.info)
    except (LookupError, ValueError) as error:
        raise MarkupError(f"{_FAMILIES[token.markup]} inconnue : « {token.info} »", line) from error


# A short word with a hyphen is not cut at it (« peut-être ») ; U+2011 would do it, but no face of ours has it.
_HYPHENED = re.compile(r"(?<![\w’-])(?:\w+’)?(?=[\w-]{4,14}(?![\w-]))[^\W\d_]+(?:-[^\W\d_]+)+")
_KEPT = r'<span class="nowrap">\g<0></span>'
# At the end of a paragraph the word before goes with it, so that it does not stand alone on the last line.
_LAST = re.compile(rf"(?<![\w’-])[\w’]{{1,9}} {_HYPHENED.pattern}(?:\u202f?[?!.…])?$")


def _hold(text: str, ends: bool) -> str:
    """Hold together the words of an escaped text that are cut badly; `ends` tells whether a paragraph ends with it."""
    last = _LAST.search(text) if ends else None
    held = _HYPHENED.sub(_KEPT, text[: last.start()] if last else text)
    return held + (f'<span class="nowrap">{last[0]}</span>' if last else "")


class _Renderer(RendererHTML):
    """The library's renderer, with ordinals raised and calls."""

    def text(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Write a text, the endings of its ordinals raised."""
        runs = typography.runs(tokens[idx].content)
        ends = idx + 1 == len(tokens)
        return "".join(
            f"<sup>{run.text}</sup>" if run.raised else _hold(escapeHtml(run.text), ends and run is runs[-1])
            for run in runs
        )

    def call(self, tokens: Sequence[Token], idx: int, options: OptionsDict, env: EnvType) -> str:
        """Write a call; two that touch are told apart by a comma."""
        comma = "<sup>,</sup>" if idx and tokens[idx - 1].type == "call" else ""
        return f"{comma}{call(tokens[idx].meta['call'])}"


class _Parser(MarkdownIt):
    """The library's parser, which here keeps every link so that the bad ones can be refused."""

    def validateLink(self, url: str) -> bool:  # noqa: N802  # the library's name
        """Keep any link."""
        return True


def _parser() -> _Parser:
    # HTML and the rest of CommonMark are parsed in order to be seen, then refused.
    parser = _Parser("commonmark", {"html": True}, renderer_cls=_Renderer)
    parser.inline.ruler.before("link", "call", _read_call)
    parser.core.ruler.push("set_text", _set_text)
    return parser


_PARSER = _parser()
