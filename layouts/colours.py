"""The colours that an edition sets in place of the palette's: checked for reading, completed for the press."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from book.model import Colour, Edition
from book.problems import Problem, Problems
from layouts.palette import Palette, read_palette

READABLE = 4.5  # WCAG 2.1, 1.4.3
_WORDS = ("ink", "paper", "white")  # the tokens that type is set in
_PROFILE = "FOGRA39L_coated.icc"
_LIMIT = 280.0  # percent of ink, which coated and uncoated papers both take


def edition_palette(root: Path, edition: Edition) -> Palette:
    """Return the palette of the project in the folder `root`, with the colours of an edition in it.

    A colour without CMYK gets it from its sRGB, through the profile of coated paper. Raises Problems, all together,
    for a colour that another token already has, and where type that reads on the palette's own would no longer.
    """
    palette = read_palette(root / "layouts" / "base" / "palette.yaml")
    colours = edition.colours
    if not colours:
        return palette
    srgb = {**palette.srgb, **{token: colour.srgb for token, colour in colours.items()}}
    shown = replace(palette, srgb=srgb)
    problems = [*_doubled(shown, colours), *_faint(palette, shown, colours)]
    if problems:
        raise Problems(problems)
    profiles = root / "assets" / "profiles"
    given = {token: colour.cmyk or derived(colour.srgb, profiles) for token, colour in colours.items()}
    return replace(shown, cmyk={**palette.cmyk, **given})


def colour_remarks(palette: Palette, edition: Edition) -> tuple[str, ...]:
    """Say which CMYK values were derived: who prints should know that nobody chose them."""
    return tuple(
        f"la couleur « {token} » ({colour.srgb}) n’a pas de valeurs CMJN : l’imprimeur recevra celles du profil, "
        f"{' / '.join(map(str, palette.cmyk[token]))} %"
        for token, colour in edition.colours.items()
        if colour.cmyk is None
    )


def derived(srgb: str, profiles: Path) -> tuple[int, int, int, int]:
    """Return a colour in percent of CMYK, by the profile of coated paper."""
    # Here: only an edition with colours of its own needs the libraries of pictures.
    from layouts.finish.pictures import Converter

    rgb = int(srgb[1:3], 16), int(srgb[3:5], 16), int(srgb[5:7], 16)
    cyan, magenta, yellow, black = Converter(profiles / _PROFILE, _LIMIT).colour(rgb)
    return round(cyan * 100), round(magenta * 100), round(yellow * 100), round(black * 100)


def _doubled(shown: Palette, colours: Mapping[str, Colour]) -> Iterator[Problem]:
    """The press knows a colour by its sRGB value, which so belongs to one token alone."""
    for token, colour in colours.items():
        other = next((name for name, value in shown.srgb.items() if value == colour.srgb and name != token), None)
        if other:
            message = f"« colours » : « {token} » ({colour.srgb}) est déjà la couleur « {other} »."
            yield Problem(colour.at.file, colour.at.line, message, "Changer un peu l’une des deux.")


def _faint(palette: Palette, shown: Palette, colours: Mapping[str, Colour]) -> Iterator[Problem]:
    """Type that reads on a colour of the palette must read on the one in its place."""
    for words, ground in ((words, ground) for words in _WORDS for ground in palette.srgb):
        token, other = (ground, words) if ground in colours else (words, ground)
        if token not in colours or palette.contrast(words, ground) < READABLE:
            continue
        ratio = shown.contrast(words, ground)
        if ratio < READABLE:
            colour = colours[token]
            told = f"{ratio:.1f}".replace(".", ",")
            message = f"« colours » : « {token} » ({colour.srgb}) n’a avec « {other} » qu’un contraste de {told}."
            darker = palette.luminance(token) < palette.luminance(other)
            hint = f"Il en faut 4,5 pour lire : choisir une couleur plus {'foncée' if darker else 'claire'}."
            yield Problem(colour.at.file, colour.at.line, message, hint)
