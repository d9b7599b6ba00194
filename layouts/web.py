"""The web of scenarios and figures: one readable diagram, computed from the links of the corpus."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from book.model import Edition
from layouts.drawings import address
from layouts.palette import Palette

WIDTH, HEIGHT = 117.0, 170.0  # mm
_LEFT, _RIGHT = 51.0, 83.0  # where the lines start and end
_HEADING = 1.25  # rows that a newscast's name takes


@dataclass(frozen=True)
class Label:
    """A label of the diagram: what it names and the height of its middle, in mm from the top."""

    id: str
    title: str
    y: float


@dataclass(frozen=True)
class Web:
    """The diagram's lines as a picture, and the labels that stand beside them."""

    picture: str
    alt: str
    links: int
    scenarios: tuple[Label, ...]
    newscasts: tuple[Label, ...]
    figures: tuple[Label, ...]


def draw_web(edition: Edition, grounds: Mapping[str, str], palette: Palette) -> Web:
    """Draw the web of an edition; `grounds` gives the colour token of each figure."""
    newscasts, scenarios = _left_labels(edition)
    figures = tuple(
        Label(f.id, f.title, HEIGHT * (i + 0.5) / len(edition.corpus.figures))
        for i, f in enumerate(edition.corpus.figures.values())
    )
    ends = {label.id: label.y for label in figures}
    links = [(s, f) for s in scenarios for f in edition.corpus.scenarios[s.id].figures]
    incoming = {f.id: [s.id for s, link in links if link == f.id] for f in figures}
    shapes = [
        _line(s.y, _spread(ends[f], incoming[f].index(s.id), len(incoming[f])), grounds[f]) for s, f in links
    ]
    shapes += [_dot(_LEFT, s.y, 1.1, "paper") for s in scenarios]
    shapes += [_node(f.y, len(incoming[f.id]), grounds[f.id]) for f in figures]
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">{"".join(shapes)}</svg>'
    return Web(
        picture=address(palette.paint(svg)),
        alt=f"{len(links)} liens entre {len(scenarios)} scénarios, à gauche, et {len(figures)} figures, à droite ; "
        "la liste de la page de gauche dit les mêmes liens en toutes lettres.",
        links=len(links),
        scenarios=scenarios,
        newscasts=newscasts,
        figures=figures,
    )


def _left_labels(edition: Edition) -> tuple[tuple[Label, ...], tuple[Label, ...]]:
    groups = [(n, edition.scenarios_of_newscast(n.id)) for n in edition.corpus.newscasts.values()]
    row = HEIGHT / sum(_HEADING + len(scenarios) for _, scenarios in groups if scenarios)
    newscasts, labels, y = [], [], 0.0
    for newscast, scenarios in groups:
        if not scenarios:
            continue
        newscasts.append(Label(newscast.id, newscast.short, y + row * _HEADING * 0.62))
        y += row * _HEADING
        for scenario in scenarios:
            labels.append(Label(scenario.id, scenario.title, y + row / 2))
            y += row
    return tuple(newscasts), tuple(labels)


def _spread(y: float, index: int, count: int) -> float:
    """Where a line meets its figure: lines keep their width side by side."""
    return y + (index - (count - 1) / 2) * 1.9


def _line(start: float, end: float, token: str) -> str:
    middle = (_LEFT + _RIGHT) / 2
    path = f"M{_LEFT} {start:.2f}C{middle} {start:.2f} {middle} {end:.2f} {_RIGHT} {end:.2f}"
    return f'<path d="{path}" fill="none" stroke="var(--{token})" stroke-width="1.3"/>'


def _dot(x: float, y: float, radius: float, token: str) -> str:
    return f'<circle cx="{x}" cy="{y:.2f}" r="{radius}" fill="var(--{token})"/>'


def _node(y: float, count: int, token: str) -> str:
    height = max(count, 1) * 1.9 + 1.0
    return f'<rect x="{_RIGHT}" y="{y - height / 2:.2f}" width="2.4" height="{height:.2f}" fill="var(--{token})"/>'
