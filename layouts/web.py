"""The web of scenarios and figures: one readable diagram, computed from the links of the corpus."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from book.model import Edition
from layouts.drawings import address
from layouts.palette import Palette


@dataclass(frozen=True)
class Frame:
    """The measures of a diagram, in mm: its size, where its lines start and end, how thick its parts are."""

    width: float
    height: float
    left: float  # where the lines start
    right: float  # where they end
    heading: float  # rows that a newscast's name takes
    line: float  # thickness of a line
    pitch: float  # between lines that meet the same figure
    dot: float  # radius of a scenario's dot
    node: float  # width of a figure's node
    edge: float  # what a node exceeds its lines by, above and below together
    token: str = "paper"  # colour of the dots
    told: str = "la liste de la page de gauche donne les mêmes liens en toutes lettres."  # where else the links stand


PAGE = Frame(117.0, 170.0, 57.5, 85.0, 1.25, line=1.3, pitch=1.9, dot=1.1, node=2.4, edge=1.0)
"""The diagram of the book's page."""
POSTER = Frame(
    297.0, 332.0, 146.0, 191.0, 1.0, line=3.4, pitch=4.4, dot=0.0, node=3.0, edge=2.2,
    told="les pastilles de chaque scénario portent le numéro de ses figures.",
)  # fmt: skip
"""The diagram of the poster, over the whole width of an A3 sheet."""


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
    row: float  # height of a scenario's row, in mm
    pitch: float  # between two figures, in mm


def draw_web(edition: Edition, grounds: Mapping[str, str], palette: Palette, frame: Frame = PAGE) -> Web:
    """Draw the web of an edition; `grounds` gives the colour token of each figure."""
    newscasts, scenarios = _left_labels(edition, frame)
    figures = tuple(
        Label(f.id, f.title, frame.height * (i + 0.5) / len(edition.corpus.figures))
        for i, f in enumerate(edition.corpus.figures.values())
    )
    ends = {label.id: label.y for label in figures}
    links = [(s, f) for s in scenarios for f in edition.corpus.scenarios[s.id].figures]
    incoming = {f.id: [s.id for s, link in links if link == f.id] for f in figures}
    shapes = [
        _line(s.y, _spread(ends[f], incoming[f].index(s.id), len(incoming[f]), frame), grounds[f], frame)
        for s, f in links
    ]
    shapes += [_dot(frame.left, s.y, frame.dot, frame.token) for s in scenarios]
    shapes += [_node(f.y, len(incoming[f.id]), grounds[f.id], frame) for f in figures]
    box = f"0 0 {frame.width} {frame.height}"
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{"".join(shapes)}</svg>'
    return Web(
        picture=address(palette.paint(svg)),
        alt=f"{len(links)} liens entre {len(scenarios)} scénarios, à gauche, et {len(figures)} figures, à droite ; "
        + frame.told,
        links=len(links),
        scenarios=scenarios,
        newscasts=newscasts,
        figures=figures,
        row=_row(edition, frame),
        pitch=frame.height / len(figures),
    )


def _row(edition: Edition, frame: Frame) -> float:
    """The height that a scenario takes, its newscast's name taking some too."""
    return frame.height / (frame.heading * len(edition.corpus.newscasts) + len(edition.corpus.scenarios))


def _left_labels(edition: Edition, frame: Frame) -> tuple[tuple[Label, ...], tuple[Label, ...]]:
    groups = [(n, edition.scenarios_of_newscast(n.id)) for n in edition.corpus.newscasts.values()]
    row = _row(edition, frame)
    newscasts, labels, y = [], [], 0.0
    for newscast, scenarios in groups:
        if not scenarios:
            continue
        newscasts.append(Label(newscast.id, newscast.short, y + row * frame.heading * 0.62))
        y += row * frame.heading
        for scenario in scenarios:
            labels.append(Label(scenario.id, scenario.title, y + row / 2))
            y += row
    return tuple(newscasts), tuple(labels)


def _spread(y: float, index: int, count: int, frame: Frame) -> float:
    """Where a line meets its figure: lines keep their width side by side."""
    return y + (index - (count - 1) / 2) * frame.pitch


def _line(start: float, end: float, token: str, frame: Frame) -> str:
    middle = (frame.left + frame.right) / 2
    path = f"M{frame.left} {start:.2f}C{middle} {start:.2f} {middle} {end:.2f} {frame.right} {end:.2f}"
    return f'<path d="{path}" fill="none" stroke="var(--{token})" stroke-width="{frame.line}"/>'


def _dot(x: float, y: float, radius: float, token: str) -> str:
    return f'<circle cx="{x}" cy="{y:.2f}" r="{radius}" fill="var(--{token})"/>'


def _node(y: float, count: int, token: str, frame: Frame) -> str:
    height = max(count, 1) * frame.pitch + frame.edge
    place = f'x="{frame.right}" y="{y - height / 2:.2f}"'
    return f'<rect {place} width="{frame.node}" height="{height:.2f}" fill="var(--{token})"/>'
