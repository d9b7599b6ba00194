"""Pages in sRGB in, pages in the press's inks out: every colour of pages, forms, patterns and images."""

from __future__ import annotations

import pikepdf
from pikepdf import Dictionary, Name, Pdf

from layouts.errors import LayoutError
from layouts.finish.colours import Inks, Lights
from layouts.finish.pictures import Converter, convert_image
from layouts.finish.streams import KNOCKOUT, OVERPRINT, State, Stream, is_opaque


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
        stream = Stream(self, page.obj.Resources, State(scale=1.0))
        page.obj.Contents = self.pdf.make_stream(stream.separate(page))
        self._resources.append(page.obj.Resources)

    def part(self, part: pikepdf.Object, state: State) -> None:
        """Separate a form or a pattern, once."""
        if part.objgen in self._done:
            return
        self._done.add(part.objgen)
        resources = part.get("/Resources", Dictionary())
        part.write(Stream(self, resources, state).separate(part))
        if "/Group" in part:
            self._groups.append(part)
        if "/StructParents" in part:
            del part.StructParents
        part.Resources = resources
        self._resources.append(resources)

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
        inside.part(group, State(scale=1.0))
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
            str(OVERPRINT): self.pdf.make_indirect(Dictionary(Type=Name.ExtGState, OP=True, op=True, OPM=1)),
            str(KNOCKOUT): self.pdf.make_indirect(Dictionary(Type=Name.ExtGState, OP=False, op=False)),
        }
        for resources in self._resources:
            kept = {
                name: state
                for name, state in resources.get("/ExtGState", Dictionary()).items()
                if not is_opaque(state)
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
