"""The two uses of a sheet: to fill in on screen (PDF/UA-1 form fields), and to print and write on by hand.

A template marks a place to write with a link `field:text/NAME`, `field:lines/NAME` or `field:choice/NAME/VALUE`,
whose title is the label of the field. The link already stands where it must in the order of reading; here it
becomes a widget there (ISO 32000-1, 12.7; ISO 14289-1, 7.18), or goes.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from layouts.assemble.provenance import FILLABLE, PAPER, restamp
from layouts.errors import LayoutError
from layouts.finish.fieldfont import FONT, field_font
from layouts.finish.saving import save
from layouts.finish.screen import cut
from layouts.palette import Palette

FIELD = "field:"
_PRINTED = 4  # annotation flag
_LINES = 1 << 12  # a field of several lines
_RADIO = 1 << 15
_SIZE = 11  # pt, of what a person types
_EDGE = 0.5  # pt, thickness of the line around a field


class FieldError(LayoutError):
    """Two fields bear the same name, a field has no label, or a kind that is not known."""


@dataclass(frozen=True)
class _Form:
    pdf: Pdf
    font: pikepdf.Object
    words: str  # operators that set the colour of what is typed
    ground: tuple[float, ...]
    edge: tuple[float, ...]
    ink: tuple[float, ...]
    fields: dict[str, pikepdf.Object] = field(default_factory=dict)
    rings: dict[str, pikepdf.Object] = field(default_factory=dict)  # by what draws them

    def add(self, name: str, widget: pikepdf.Object) -> None:
        if name in self.fields:
            raise FieldError(f"deux champs portent le nom « {name} »")
        self.fields[name] = widget


def fillable(pdf: Pdf, fonts: Path, palette: Palette) -> bytes:
    """Return an open document for the screen, its places to write made form fields. Raises FieldError."""
    cut(pdf)
    _put_fields(pdf, fonts, palette)
    return save(pdf)


def paper(pdf: Pdf) -> bytes:
    """Return an open document to print: its trim, without fields, links, tags."""
    cut(pdf)
    return _marks(pdf)


def sheets(pdf: Pdf, fonts: Path, palette: Palette) -> tuple[bytes, bytes]:
    """Return both uses of an open document, to print and to fill in. Raises FieldError."""
    filled = fillable(pdf, fonts, palette)
    return _marks(pdf), filled


def _put_fields(pdf: Pdf, fonts: Path, palette: Palette) -> None:
    red, green, blue = palette.rgb("ink")
    words = f"{red:.4g} {green:.4g} {blue:.4g} rg"
    ground, edge, ink = (palette.rgb(token) for token in ("paper", "rule", "ink"))
    form = _Form(pdf, field_font(pdf, fonts), words, ground, edge, ink)
    tags = _elements(pdf)
    for page in pdf.pages:
        for annotation in page.obj.get("/Annots", ()):
            if (address := _field_address(annotation)) is not None:
                _make(form, annotation, address)
                tags[int(annotation.StructParent)].S = Name.Form
                annotation.P = page.obj
    pdf.Root.AcroForm = Dictionary(
        Fields=Array(list(form.fields.values())),
        DR=Dictionary(Font=Dictionary({f"/{FONT}": form.font})),
        DA=String(_appearance_operators(form)),
        NeedAppearances=False,
    )
    restamp(pdf, FILLABLE)


def _marks(pdf: Pdf) -> bytes:
    """A document from which all is taken that is not printed."""
    for page in pdf.pages:
        for key in ("/Annots", "/StructParents", "/Tabs"):
            if key in page.obj:
                del page.obj[key]
    for key in ("/StructTreeRoot", "/MarkInfo", "/AcroForm"):
        if key in pdf.Root:
            del pdf.Root[key]
    restamp(pdf, PAPER, tagged=False)
    return save(pdf)


def _field_address(annotation: pikepdf.Object) -> str | None:
    action = annotation.get("/A")
    address = str(action.get("/URI", "")) if action is not None else ""
    return address.removeprefix(FIELD) if address.startswith(FIELD) else None


def _elements(pdf: Pdf) -> dict[int, pikepdf.Object]:
    """The structure elements of annotations, by their key in the parent tree."""
    nums = pdf.Root.StructTreeRoot.ParentTree.Nums
    return {int(nums[i]): nums[i + 1] for i in range(0, len(nums), 2)}


def _make(form: _Form, widget: pikepdf.Object, address: str) -> None:
    """Turn a link into the widget of a field."""
    kind, _, name = address.partition("/")
    label = str(widget.get("/Contents", ""))
    if not label:
        raise FieldError(f"le champ « {name} » n’a pas d’étiquette")
    left, bottom, right, top = _corners(widget)
    widget.Rect = Array([left, bottom, right, top])
    for key in ("/A", "/BS", "/Contents"):
        if key in widget:
            del widget[key]
    widget.Subtype, widget.F, widget.TU = Name.Widget, _PRINTED, String(label)
    if kind in ("text", "lines"):
        _text(form, widget, name, (right - left, top - bottom), kind == "lines")
    elif kind == "choice":
        _choice(form, widget, name, (right - left, top - bottom), label)
    else:
        raise FieldError(f"champ « {name} » : « {kind} » n’est pas une sorte de champ")


def _corners(widget: pikepdf.Object) -> tuple[float, float, float, float]:
    x1, y1, x2, y2 = (round(float(value), 2) for value in widget.Rect)
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _appearance_operators(form: _Form) -> str:
    return f"/{FONT} {_SIZE} Tf {form.words}"


def _text(form: _Form, widget: pikepdf.Object, name: str, size: tuple[float, float], lines: bool) -> None:
    widget.FT, widget.T, widget.V = Name.Tx, String(name), String("")
    widget.DA = String(_appearance_operators(form))
    widget.MK = Dictionary(BG=Array(list(form.ground)), BC=Array(list(form.edge)))
    widget.BS = Dictionary(W=_EDGE)
    if lines:
        widget.Ff = _LINES
    width, height = size
    box = f"{_EDGE / 2} {_EDGE / 2} {width - _EDGE:.2f} {height - _EDGE:.2f} re"
    drawn = f"{_colour(form.ground)} rg {_colour(form.edge)} RG {_EDGE} w {box} B\n/Tx BMC EMC"
    widget.AP = Dictionary(N=_drawing(form, size, drawn, Dictionary(Font=Dictionary({f"/{FONT}": form.font}))))
    form.add(name, widget)


def _choice(form: _Form, widget: pikepdf.Object, name: str, size: tuple[float, float], label: str) -> None:
    """One circle of a scale; the scale is the field, and is labelled by what comes before the colon."""
    group, _, value = name.rpartition("/")
    if group not in form.fields:
        scale = Dictionary(
            FT=Name.Btn,
            Ff=_RADIO,
            T=String(group),
            TU=String(label.rpartition(":")[0].rstrip()),
            V=Name.Off,
            Kids=Array([]),
        )
        form.add(group, form.pdf.make_indirect(scale))
    parent = form.fields[group]
    state = Name(f"/{value}")
    if any(state in kid.AP.N for kid in parent.Kids):
        raise FieldError(f"« {value} » est deux fois dans l’échelle « {group} »")
    widget.Parent, widget.AS = parent, Name.Off
    widget.AP = Dictionary(N=Dictionary({"/Off": _ring(form, size), str(state): _ring(form, size, 0.3)}))
    parent.Kids.append(widget)


def _ring(form: _Form, size: tuple[float, float], dot: float = 0) -> pikepdf.Object:
    """A circle with a dot in it, its radius a share of the box's side; those alike are one, for nobody writes in it."""
    inside = _dot(form, size, dot) if dot else ""
    ring = f"{_dot(form, size, 0.5)}1 1 1 rg {_circle(size, 0.43)} f\n{inside}"
    if ring not in form.rings:
        form.rings[ring] = _drawing(form, size, ring)
    return form.rings[ring]


def _dot(form: _Form, size: tuple[float, float], share: float) -> str:
    return f"{_colour(form.ink)} rg {_circle(size, share)} f\n"


@lru_cache(maxsize=64)  # the circles of a form are alike
def _circle(size: tuple[float, float], share: float) -> str:
    """A circle in the middle of a box, its radius a share of the box's side: four Bézier arcs."""
    x, y, r = size[0] / 2, size[1] / 2, min(size) * share
    k = r * 0.5523
    arcs = [
        (x + r, y + k, x + k, y + r, x, y + r),
        (x - k, y + r, x - r, y + k, x - r, y),
        (x - r, y - k, x - k, y - r, x, y - r),
        (x + k, y - r, x + r, y - k, x + r, y),
    ]
    return f"{x + r:.2f} {y:.2f} m " + " ".join(" ".join(f"{v:.2f}" for v in arc) + " c" for arc in arcs)


def _colour(rgb: tuple[float, ...]) -> str:
    return " ".join(f"{part:.4g}" for part in rgb)


def _drawing(
    form: _Form, size: tuple[float, float], operators: str, resources: Dictionary | None = None
) -> pikepdf.Object:
    return form.pdf.make_indirect(
        Stream(
            form.pdf,
            operators.encode(),
            Type=Name.XObject,
            Subtype=Name.Form,
            BBox=Array([0, 0, round(size[0], 2), round(size[1], 2)]),
            Resources=resources if resources is not None else Dictionary(),
        )
    )
