"""QR codes: read back from the pixels of the pages that bear them; never to an address that nobody gave."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pikepdf
import pypdfium2
import pytest

from book.model import Edition
from layouts.codes import LEAST, MODULE, Lead, lead_of, source_of, video_of
from layouts.decks.deck import Deck, make_deck
from layouts.decks.files import Wanted, make_cards
from layouts.decks.formats import format_named, read_formats
from layouts.errors import LayoutError
from layouts.finish import save
from layouts.web import POSTER
from layouts.workshop import Options
from layouts.workshop_files import guide_document
from tests.building import Built
from tests.decks import press_of, small_edition
from tests.presswork import screen
from tests.qr import look, read

MM = 72 / 25.4
DPI = 400
OWN = "https://example.org/pays-d-exemple"
FILM = "https://example.org/films/le-journal-de-2050?v=dQw4w9Wg"


@pytest.fixture(scope="module")
def led(project_root: Path) -> Edition:
    """An edition that has an address of its own, and knows the video of each newscast."""
    edition = small_edition(project_root)
    return replace(edition, address=OWN, videos=dict.fromkeys(edition.corpus.newscasts, FILM))


@pytest.fixture(scope="module")
def deck(project_root: Path, led: Edition) -> Deck:
    return make_deck(press_of(project_root, led), format_named(project_root, ""))


def check(pdf: bytes, page: int, told: str, least: float = LEAST) -> None:
    """Read the code of a page back, and measure it."""
    with pypdfium2.PdfDocument(pdf) as document:
        seen = look(document[page].render(scale=DPI / 72).to_pil())
    assert read(seen.modules) == told
    module = seen.module / DPI * 25.4
    assert module >= MODULE - 0.005
    assert module * (len(seen.modules) + 8) >= least - 0.15
    assert seen.quiet, "four modules around it are white"


@pytest.mark.parametrize("address", ["a.fr", "unccas.org", "example.org/" + "x" * 40, "example.org/écran"])
@pytest.mark.parametrize("most", [17.0, 30.0])
def test_what_is_drawn_is_what_is_read(address: str, most: float) -> None:
    lead = Lead("Essai", address)
    code = lead.code(most=most)
    assert LEAST <= code.size <= most
    svg = unquote(code.picture.partition(",")[2])
    side = int(svg.partition('viewBox="0 0 ')[2].partition(" ")[0])
    drawn = [[0] * side for _ in range(side)]
    for run in svg.partition('<path d="M')[2].partition("z\"")[0].split("zM"):
        x, _, rest = run.partition(" ")
        y, _, length = rest.partition("h")
        for i in range(int(length.partition("v")[0])):
            drawn[int(y)][int(x) + i] = 1
    assert read([row[4:-4] for row in drawn[4:-4]]) == lead.link
    assert lead.link.isascii()
    assert unquote(lead.link) == f"https://{address}"
    drawn[14][14] ^= 1
    with pytest.raises(ValueError, match="wrong"):
        read([row[4:-4] for row in drawn[4:-4]])


@pytest.mark.parametrize("name", ["98x140", "poker"])
def test_the_rule_card_leads_to_the_edition(project_root: Path, led: Edition, deck: Deck, name: str) -> None:
    format = format_named(project_root, name)
    alone = replace(led, corpus=replace(led.corpus, figures={}, scenarios={}, themes={}, variables={}))
    shown = deck if name == "98x140" else make_deck(press_of(project_root, alone), format)
    check(screen(shown.pdf), 0, OWN, format.codes[0])


def test_a_scenario_leads_to_the_video_of_its_newscast(deck: Deck) -> None:
    cards = [card for card in deck.cards if card.family == "scenarios"]
    assert cards
    for card in cards:
        check(screen(deck.pdf), card.back, FILM)


def test_every_format_holds_the_codes_of_its_cards(project_root: Path) -> None:
    """Room is kept for what a code takes: nothing overflows, even where all scenarios have a video."""
    for name, format in read_formats(project_root).items():
        assert format.codes[0] >= LEAST, name
        assert format.codes[1] >= LEAST or not format.codes[1], name


def test_poster_guide_and_sheets_have_theirs(project_root: Path, led: Edition) -> None:
    press = press_of(project_root, led)
    check(screen(press.make("poster", {"frame": POSTER}).pdf), 0, OWN, 36)
    check(screen(guide_document(press, Options()).pdf), 0, OWN, 18)
    sheets = press.make("sheets")
    scenario = next(piece for piece in sheets.sections if piece.section.id == "fiche-S01")
    with sheets.part(scenario) as pdf:
        check(screen(save(pdf)), 0, FILM)


def test_the_back_cover_leads_to_the_source(built: Built) -> None:
    with pypdfium2.PdfDocument(built.pdf) as document:
        last = len(document) - 1
    check(built.pdf, last, "https://unccas.org", 20)


def test_a_code_is_a_figure_with_its_address_beside(deck: Deck) -> None:
    with pikepdf.open(io.BytesIO(screen(deck.pdf))) as pdf:
        alts = [str(each.Alt).replace("\xa0", " ") for each in figures(pdf.Root.StructTreeRoot)]
        assert "Code QR, Cette édition : example.org/pays-d-exemple" in alts
        assert sum(FILM.removeprefix("https://") in alt for alt in alts) == 3
        uris = [str(a.A.URI) for page in pdf.pages for a in page.obj.get("/Annots", []) if "/A" in a]
        assert uris.count(OWN) == 1
        assert uris.count(FILM) == 3
        images = [x for page in pdf.pages for x in page.obj.Resources.get("/XObject", {}).values()]
        assert not any(x.Subtype == "/Image" for x in images), "shapes, not pixels"
    with pypdfium2.PdfDocument(screen(deck.pdf)) as document:
        assert "example.org/pays-d-exemple" in document[0].get_textpage().get_text_bounded()


def figures(element: pikepdf.Object) -> list[pikepdf.Object]:
    """The figures below an element of structure."""
    kids: Any = element.get("/K", [])
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    found = [element] if element.get("/S") == "/Figure" else []
    for kid in kids:
        if isinstance(kid, pikepdf.Dictionary):
            found += figures(kid)
    return found


def test_the_press_prints_it_in_black_alone(project_root: Path, led: Edition) -> None:
    alone = replace(led, corpus=replace(led.corpus, figures={}, scenarios={}, themes={}, variables={}))
    files = make_cards(press_of(project_root, alone), Wanted(only=("imprimeur",))).files["cartes"]
    with pikepdf.open(io.BytesIO(files["cartes-imprimeur.pdf"])) as pdf:
        painted = [list(inks) for inks in code_inks(pdf.pages[0].obj)]
    assert painted == [[0, 0, 0, 1]]


def code_inks(page: pikepdf.Object) -> list[list[float]]:
    """The inks of the paths of more than fifty pieces, wherever they are drawn from."""
    found: list[list[float]] = []
    pieces, ink = 0, [0.0]
    for step in pikepdf.parse_content_stream(page):
        name = str(step.operator)
        if name == "k":
            ink = [round(float(value), 4) for value in step.operands]
        elif name == "h":
            pieces += 1
        elif name in ("f", "f*", "n"):
            if pieces > 50:
                found.append(ink)
            pieces = 0
    for part in page.Resources.get("/XObject", {}).values():
        if part.get("/Subtype") == "/Form":
            found += code_inks(part)
    return found


def test_no_address_is_made_up(project_root: Path) -> None:
    edition = small_edition(project_root)
    source = source_of(edition)
    assert source
    assert source.address == "unccas.org", "as the references give it"
    assert lead_of(edition) == source
    assert lead_of(replace(edition, address=OWN)) == Lead("Cette édition", OWN.removeprefix("https://"))
    assert video_of(edition, "paris") is None
    silent = {id: replace(each, address="") for id, each in edition.corpus.references.items()}
    nowhere = replace(edition, corpus=replace(edition.corpus, references=silent))
    assert lead_of(nowhere) is None
    made = make_deck(press_of(project_root, nowhere), format_named(project_root, ""))
    assert not any("Code QR" in piece.section.html for piece in made.document.sections)


def test_an_address_too_long_to_be_read_is_told() -> None:
    with pytest.raises(LayoutError, match="trop longue pour un code QR de 20 mm"):
        Lead("Essai", "example.org/" + "x" * 200).code(most=20)
