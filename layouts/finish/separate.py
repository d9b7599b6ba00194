"""Pages in sRGB in, pages in the press's inks out: every colour of pages, forms, patterns and images."""

from __future__ import annotations

from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Pdf

from layouts.errors import LayoutError
from layouts.finish.colours import Inks, Lights, unknown
from layouts.finish.forms import contents
from layouts.finish.gradients import convert_gradient
from layouts.finish.instructions import scale_of
from layouts.finish.pictures import Converter, convert_image
from layouts.finish.streams import (
    FAULT,
    FORM,
    KNOCKOUT,
    OPAQUE,
    OVERPRINT,
    PATTERN,
    PICTURE,
    SHADING,
    STATE,
    STENCIL,
    Kinds,
    Met,
    Start,
    separated,
)


class Separation:
    """Separates the pages of one document; tells all the colours that it does not know."""

    def __init__(self, pdf: Pdf, inks: Inks, converter: Converter) -> None:
        self.pdf, self.inks, self.converter = pdf, inks, converter
        self.faults: list[str] = []
        self.transparent = False
        self.where = ""
        self._done: set[tuple[int, int]] = set()
        self._resources: list[pikepdf.Object] = []
        self._groups: list[pikepdf.Object] = []

    def page(self, page: pikepdf.Page, where: str) -> None:
        """Separate a page; `where` names it in a message."""
        self.where = where
        stream = b"\n".join(part.read_bytes() for part in contents(page))
        made = self._separated(stream, page.obj.Resources, Start(1.0))
        page.obj.Contents = self.pdf.make_stream(made, Filter=Name.FlateDecode)

    def part(self, part: pikepdf.Object, start: Start) -> None:
        """Separate a form or a pattern, once."""
        if part.objgen in self._done:
            return
        self._done.add(part.objgen)
        resources = part.get("/Resources", Dictionary())
        part.write(self._separated(part.read_bytes(), resources, start), filter=Name.FlateDecode)
        if "/Group" in part:
            self._groups.append(part)
        if "/StructParents" in part:
            del part.StructParents
        part.Resources = resources

    def _separated(self, stream: bytes, resources: pikepdf.Object, start: Start) -> bytes:
        """Separate a stream, and what it names; return it compressed."""
        made = separated(stream, start, _kinds(resources), self.inks)
        for met in made.met:
            self._meet(met, resources)
        self._resources.append(resources)
        return made.packed

    def _meet(self, met: Met, resources: Any) -> None:
        if met.kind == FAULT:
            self.fault(met.name)
        elif met.kind == FORM:
            form = resources.XObject[met.name]
            self.part(form, met.start._replace(scale=met.start.scale * _scale(form)))
        elif met.kind == STATE:
            self.transparent = True
            if isinstance(mask := resources.ExtGState[met.name].get("/SMask"), Dictionary):
                self.mask(mask.G)
        elif met.kind == PATTERN:
            self.pattern(resources.Pattern[met.name])
        elif met.kind == SHADING:
            self.shading(resources.Shading[met.name])
        else:
            self.image(resources.XObject[met.name])

    def pattern(self, pattern: Any) -> None:
        """Separate the cell of a pattern, once."""
        if pattern.PatternType != 1 or pattern.PaintType != 1:
            self.fault("un motif d’une sorte que la presse ne sait pas convertir")
        else:
            self.part(pattern, Start(_scale(pattern)))

    def shading(self, shading: pikepdf.Object) -> None:
        """Put a gradient into inks."""
        try:
            if not convert_gradient(shading, self.inks):
                self.fault("un dégradé d’une sorte que la presse ne sait pas convertir")
        except KeyError as found:
            self.fault(unknown(found.args[0]))

    def image(self, image: pikepdf.Stream) -> None:
        """Convert an image, once; one with a soft mask is transparent."""
        if image.objgen not in self._done:
            self._done.add(image.objgen)
            self.transparent |= "/SMask" in image
            try:
                convert_image(image, self.converter)
            except LayoutError as fault:
                self.fault(str(fault))

    def mask(self, group: pikepdf.Object) -> None:
        """Put the group of a mask into light alone, once: no ink of it is printed."""
        inside = Separation(self.pdf, Lights(), self.converter)
        inside.where, inside.faults, inside._done, inside._resources = (
            self.where, self.faults, self._done, self._resources,
        )  # fmt: skip
        inside.part(group, Start(1.0))
        for part in inside._groups:
            part.Group.CS = Name.DeviceGray

    def fault(self, told: str) -> None:
        """Remember a fault of the page being separated, once."""
        message = f"{self.where} : {told}"
        if message not in self.faults:
            self.faults.append(message)

    def finish(self) -> None:
        """Write the graphics states, and the groups: with a blend space where there is transparency, else none.

        Raises LayoutError with every fault of every page.
        """
        if self.faults:
            raise LayoutError("\n".join(self.faults))
        states = {
            OVERPRINT: self.pdf.make_indirect(Dictionary(Type=Name.ExtGState, OP=True, op=True, OPM=1)),
            KNOCKOUT: self.pdf.make_indirect(Dictionary(Type=Name.ExtGState, OP=False, op=False)),
        }
        for resources in self._resources:
            kept = {
                name: state
                for name, state in resources.get("/ExtGState", Dictionary()).items()
                if not _is_opaque(state)
            }
            resources.ExtGState = Dictionary({**kept, **states})
            if "/ColorSpace" in resources:
                del resources.ColorSpace  # the engine names some that nothing is painted in
        for part in self._groups:
            if self.transparent:
                part.Group.CS = Name.DeviceCMYK
            else:
                del part.Group
        if self.transparent:
            for page in self.pdf.pages:
                page.obj.Group = Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceCMYK)


def _kinds(resources: pikepdf.Object) -> Kinds:
    """What the inks of a stream depend on, of its resources: what it may draw, and its graphics states."""
    drawn = {(b"Do", name, _kind(part)) for name, part in resources.get("/XObject", Dictionary()).items()}
    states = resources.get("/ExtGState", Dictionary()).items()
    return frozenset(drawn | {(b"gs", name, OPAQUE if _is_opaque(state) else STATE) for name, state in states})


def _kind(part: pikepdf.Object) -> str:
    if part.Subtype != "/Image":
        return FORM
    return STENCIL if part.get("/ImageMask", False) else PICTURE


def _is_opaque(state: pikepdf.Object) -> bool:
    """Whether a graphics state only says that paint is opaque, as the engine writes before each mark."""
    return all(key in ("/Type", "/ca", "/CA") and (key == "/Type" or value == 1) for key, value in state.items())


def _scale(part: pikepdf.Object) -> float:
    """How much larger a form or a pattern makes lengths."""
    return scale_of(float(value) for value in part.get("/Matrix", [1, 0, 0, 1, 0, 0]))
