"""The editions of a folder of files, sorted as pages show them: the national one, by région, the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import quote

from book.model import Territory
from book.territories import Table, slug, territory_id
from layouts.site.catalogue import Use, uses
from layouts.site.geography import View, colour_of, views
from layouts.site.manifest import Identity, Manifest

_FEW = 12


@dataclass(frozen=True)
class Shown:
    """An edition as pages show it: its folder, its manifest, its territory, what it is called in a list."""

    folder: str
    manifest: Manifest
    place: Territory | None
    name: str

    @property
    def identity(self) -> Identity:
        """What the edition says of itself."""
        return self.manifest.identity

    @property
    def address(self) -> str:
        """The address of its folder, from that of all editions."""
        return f"{quote(self.folder)}/"

    @cached_property
    def uses(self) -> tuple[Use, ...]:
        """Its files by what they are for."""
        return uses(self.manifest.files)

    @property
    def colour(self) -> str:
        """The token of its région's colour; the coral of the project where it has none."""
        return colour_of(region_of(self.place)) if self.place else "coral"


@dataclass(frozen=True)
class Region:
    """A région of which there are editions: its own, then those of its départements."""

    place: Territory
    own: tuple[Shown, ...]
    editions: tuple[Shown, ...]

    @property
    def colour(self) -> str:
        """The token of its colour."""
        return colour_of(self.place.code)


@dataclass(frozen=True)
class Spot:
    """A département on the map: its shape, and the edition that it leads to, if there is one."""

    place: Territory
    path: str
    colour: str
    leads: Shown | None
    own: bool
    keys: str  # the words by which it is found


@dataclass(frozen=True)
class Shelf:
    """All the editions of a folder, in the order of the list."""

    national: Shown | None
    regions: tuple[Region, ...]
    others: tuple[Shown, ...]
    all: tuple[Shown, ...]
    table: Table

    @property
    def first(self) -> Shown:
        """The edition whose title is that of the whole."""
        return self.national or self.all[0]

    @property
    def few(self) -> bool:
        """Whether the editions are few enough to stand in one list, without their régions."""
        return len(self.all) <= _FEW

    def spots(self, maps: Path) -> tuple[tuple[View, tuple[Spot, ...]], ...]:
        """Return the views of France, each with its départements."""
        return tuple(
            (view, tuple(self._spot(o.place, o.path, o.colour) for o in view.outlines))
            for view in views(maps, self.table["departement"])
        )

    def keys(self, place: Territory) -> str:
        """Return the words by which a territory is found: its code, its name, its chef-lieu, its région."""
        region = self.table["region"][region_of(place)]
        return slug(" ".join((place.code, place.name, place.prefecture, region.name))).replace("-", " ")

    def _spot(self, place: Territory, path: str, colour: str) -> Spot:
        region = next((region for region in self.regions if region.place.code == place.region), None)
        mine = [shown for shown in region.editions if shown.place == place] if region else []
        leads = next(iter([*mine, *(region.own if region else ())]), None)
        return Spot(place, path, colour, leads, bool(mine), self.keys(place))


def shelf(manifests: Mapping[str, Manifest], table: Table) -> Shelf:
    """Sort editions, given by their folders: at least one."""
    shown = [_shown(folder, manifest, table) for folder, manifest in manifests.items()]
    shown.sort(key=lambda each: (each.name != _canonical(each), slug(each.name), each.folder))
    roots = [each for each in shown if not each.place and not each.identity.base]
    national = roots[0] if roots else None
    regions = tuple(filter(None, (_region(place, shown) for place in table["region"].values())))
    others = tuple(each for each in shown if not each.place and each is not national)
    regions = tuple(sorted(regions, key=lambda region: slug(region.place.name)))
    ordered = [*([national] if national else []), *_in_order(regions), *others]
    return Shelf(national, regions, others, tuple(ordered), table)


def region_of(place: Territory) -> str:
    """Return the code of a territory's région: its own if it is one."""
    return place.code if place.family == "region" else place.region


def _in_order(regions: Iterable[Region]) -> list[Shown]:
    return [shown for region in regions for shown in (*region.own, *region.editions)]


def _region(place: Territory, shown: Sequence[Shown]) -> Region | None:
    mine = [each for each in shown if each.place and region_of(each.place) == place.code]
    own = tuple(each for each in mine if each.place == place)
    return Region(place, own, tuple(each for each in mine if each.place != place)) if mine else None


def _canonical(shown: Shown) -> str:
    return shown.place.name if shown.place else ""


def _shown(folder: str, manifest: Manifest, table: Table) -> Shown:
    told = manifest.identity
    place = table.get(told.family, {}).get(told.territory)
    plain = place is not None and told.id == territory_id(place, table)
    return Shown(folder, manifest, place, place.name if place and plain else told.label)
