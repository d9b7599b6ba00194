"""The sheet of instructions of the booklet: how to print, fold and staple it; its back tells if it turned well."""

from __future__ import annotations

from dataclasses import dataclass

from book import typography
from layouts.finish.lettering import Lettering
from layouts.impose.geometry import A4_LANDSCAPE
from layouts.palette import Palette

MM = 72 / 25.4
_TITLE = "BricolageGrotesque_800ExtraBold.ttf"
_STEP = "BricolageGrotesque_700Bold.ttf"
_TEXT = "AtkinsonHyperlegibleNext_400Regular.ttf"
_LEFT, _COLUMN, _GAP = 15.0, 81.0, 12.0  # mm
_SIZE, _LEADING = 12.0, 16.5  # pt
_CROSS = 18.0  # mm from the foot
_GROUNDS = ("sun", "mint", "pink")


@dataclass(frozen=True)
class Instructions:
    """What the sheet of instructions says of this booklet."""

    pages: int
    sheets: int
    title: str

    @property
    def steps(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The three steps, each a title and its paragraphs."""
        sheets = f"{self.sheets} feuilles A4" if self.sheets > 1 else "une feuille A4"
        return (
            (
                "Imprimer",
                (
                    "Dans la fenêtre d’impression : A4 paysage, recto verso, « retourner sur le bord court », "
                    "taille réelle ou 100 %. Pas d’option « livret » : les pages sont déjà à leur place.",
                    "Essayer d’abord avec les pages 1 et 2 : c’est cette feuille, son dos dit si le réglage est bon.",
                    f"Imprimer ensuite de la page 3 à la dernière : {sheets}.",
                ),
            ),
            (
                "Plier",
                (
                    "Garder les feuilles dans l’ordre où elles sortent : la couverture dehors, "
                    "les pages du milieu dedans.",
                    "Taquer la pile, la plier en deux au milieu, puis marquer le pli avec le plat d’une règle. "
                    "Une pile épaisse se plie mieux par paquets de six feuilles, emboîtés ensuite.",
                ),
            ),
            (
                "Agrafer",
                (
                    "Rouvrir le livret à plat et poser deux agrafes dans le pli, au quart et aux trois quarts, "
                    "avec une agrafeuse à long bras. Leurs pointes se referment à l’intérieur.",
                    "Sans elle : deux points de couture au fil de lin, ou un élastique glissé dans le pli.",
                    "Les marges tiennent compte de l’épaisseur : elles restent égales, même la tranche rognée.",
                ),
            ),
        )


def how_to(told: Instructions, lettering: Lettering, palette: Palette) -> tuple[bytes, bytes]:
    """Return the operators of the two sides of the sheet of instructions."""
    ink = _colour(palette, "ink")
    return _front(told, lettering, palette, ink), _back(lettering, ink)


def _front(told: Instructions, lettering: Lettering, palette: Palette, ink: str) -> bytes:
    top = A4_LANDSCAPE.height - 24
    out = [
        f"{ink} rg\n".encode(),
        _line(lettering, "Ce livret se plie en deux", _TITLE, 30, _LEFT, top),
        _line(lettering, f"{told.title} · {told.pages} pages A5", _TEXT, 13, _LEFT, top - 10),
    ]
    for i, (title, paragraphs) in enumerate(told.steps):
        x = _LEFT + i * (_COLUMN + _GAP)
        out.append(_card(palette, _GROUNDS[i], x))
        out.append(f"{ink} rg {ink} RG 1.2 w 1 j 1 J\n".encode())
        out.append(_PICTURES[i](x + _COLUMN / 2, 146.0))
        out.append(_line(lettering, f"{i + 1}. {title}", _STEP, 19, x, 107))
        out += _paragraphs(lettering, paragraphs, x, 98)
    out.append(_cross(ink))
    return b"".join(out)


def _back(lettering: Lettering, ink: str) -> bytes:
    """The back: read upright when the sheet is turned like the page of a book."""
    width = _COLUMN * 2 + _GAP
    text = (
        "Tourner la feuille comme la page d’un livre, de droite à gauche. Si ce texte se lit à l’endroit, "
        "le réglage est bon : imprimer la suite. S’il est la tête en bas, choisir « bord court » au lieu "
        "de « bord long »."
    )
    out = [f"{ink} rg\n".encode(), _line(lettering, "Ce dos est-il à l’endroit ?", _TITLE, 30, _LEFT, 186)]
    out += _paragraphs(lettering, (text,), _LEFT, 170, width=width)
    check = "Par transparence, cette croix tombe sur celle de l’autre face ; un écart de 1 ou 2 mm est sans gravité."
    out += _paragraphs(lettering, (check,), _LEFT, _CROSS + 5, width=_COLUMN)
    out.append(_cross(ink))
    return b"".join(out)


def _cross(ink: str) -> bytes:
    """A cross on the fold, at the same place on both sides."""
    x = A4_LANDSCAPE.width / 2
    lines = _stroke((x - 6, _CROSS), (x + 6, _CROSS)) + _stroke((x, _CROSS - 6), (x, _CROSS + 6))
    return f"{ink} RG 0.7 w\n".encode() + lines


def _paragraphs(
    lettering: Lettering, paragraphs: tuple[str, ...], x: float, y: float, width: float = _COLUMN
) -> list[bytes]:
    out, height = [], y * MM
    for paragraph in paragraphs:
        for line in lettering.wrap(typography.typeset(paragraph), _TEXT, _SIZE, width * MM):
            out.append(lettering.line(line, _TEXT, _SIZE, (x * MM, height)))
            height -= _LEADING
        height -= _LEADING * 0.45
    return out


def _line(lettering: Lettering, text: str, font: str, size: float, x: float, y: float) -> bytes:
    return lettering.line(typography.typeset(text), font, size, (x * MM, y * MM))


def _colour(palette: Palette, token: str) -> str:
    return " ".join(f"{value:.6g}" for value in palette.rgb(token))


def _card(palette: Palette, ground: str, x: float) -> bytes:
    box = f"{x * MM:.3f} {118 * MM:.3f} {_COLUMN * MM:.3f} {52 * MM:.3f} re f"
    return f"{_colour(palette, ground)} rg {box}\n".encode()


def _stroke(*points: tuple[float, float], close: bool = False) -> bytes:
    """A line through points, in mm."""
    moves = [f"{x * MM:.3f} {y * MM:.3f} {'l' if i else 'm'}" for i, (x, y) in enumerate(points)]
    return f"{' '.join(moves)} {'s' if close else 'S'}\n".encode()


def _printing(x: float, y: float) -> bytes:
    """Two sheets, the second turned over by its short edge: an arrow goes round it."""
    out = b""
    for left in (x - 34, x + 6):
        out += _stroke((left, y - 10), (left + 28, y - 10), (left + 28, y + 10), (left, y + 10), close=True)
        out += b"[2 2] 0 d " + _stroke((left + 14, y - 10), (left + 14, y + 10)) + b"[] 0 d\n"
    curve = [value * MM for value in (x - 20, y + 12, x - 14, y + 21, x + 14, y + 21, x + 20, y + 12)]
    out += "{:.3f} {:.3f} m {:.3f} {:.3f} {:.3f} {:.3f} {:.3f} {:.3f} c S\n".format(*curve).encode()
    return out + _stroke((x + 16.2, y + 13), (x + 20, y + 12), (x + 20.5, y + 16))


def _folding(x: float, y: float) -> bytes:
    """Two sheets nested in a half-open fold, seen from their head."""
    out = b""
    for i in range(3):
        foot = y - 14 + 2.4 * i
        out += _stroke((x - 30, foot + 24), (x, foot), (x + 30, foot + 24))
    arrow = _stroke((x - 26, y + 17), (x - 12, y + 17)) + _stroke(
        (x - 15, y + 19), (x - 12, y + 17), (x - 15, y + 15)
    )
    mirrored = _stroke((x + 26, y + 17), (x + 12, y + 17)) + _stroke(
        (x + 15, y + 19), (x + 12, y + 17), (x + 15, y + 15)
    )
    return out + arrow + mirrored


def _stapling(x: float, y: float) -> bytes:
    """The opened booklet, two staples across its fold."""
    out = _stroke((x - 29, y - 19), (x + 29, y - 19), (x + 29, y + 19), (x - 29, y + 19), close=True)
    out += b"[2 2] 0 d " + _stroke((x, y - 19), (x, y + 19)) + b"[] 0 d\n2.6 w\n"
    return out + _stroke((x, y - 12.5), (x, y - 6.5)) + _stroke((x, y + 6.5), (x, y + 12.5))


_PICTURES = (_printing, _folding, _stapling)
