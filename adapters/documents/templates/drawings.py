"""What lies over a sheet's cells: it moves with them, and the chart is laid there."""

import io
import posixpath
import re
from typing import Any

from openpyxl.utils import column_index_from_string
from PIL import Image

from adapters.documents.templates.package import Package, etree, parsed
from adapters.documents.templates.references import Insertion
from bot.documents.filling import Filling

_XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_A = "http://schemas.openxmlformats.org/drawingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_DRAWING = "application/vnd.openxmlformats-officedocument.drawing+xml"
_WIDE = 5_800_000
"""English Metric Units (914,400 an inch) that the chart is wide."""
_AFTER = ("drawing", "legacyDrawing", "legacyDrawingHF", "picture", "oleObjects", "controls", "webPublishItems",
          "tableParts", "extLst")  # fmt: skip
"""What follows a drawing in a sheet's part."""


def moved_drawing(root: Any, by: Insertion) -> None:
    """Anchors count rows from 0."""
    for one in root.iter(f"{{{_XDR}}}row"):
        one.text = str(by.single(int(one.text) + 1) - 1)


def picture_at(package: Package, sheet: str, ref: str, filling: Filling) -> None:
    """Lays the chart over the sheet, its corner at the cell."""
    if filling.picture is None:
        return
    drawing = _drawing(package, sheet)
    media = next(
        f"xl/media/report{n}.png" for n in range(1, 10_000) if f"xl/media/report{n}.png" not in package.parts
    )
    package.parts[media] = filling.picture
    package.declare(extension="png", content="image/png")
    relation = package.relate(drawing, f"{_R}/image", media)
    root = package.xml(drawing)
    root.append(_anchor(ref, relation, filling, len(root) + 1_000))
    package.put(drawing, root)


def _anchor(ref: str, relation: str, filling: Filling, number: int) -> Any:
    with Image.open(io.BytesIO(filling.picture or b"")) as image:
        wide, high = image.size
    found = re.fullmatch(r"([A-Z]+)(\d+)", ref)
    if found is None:
        raise ValueError(ref)
    column, row = column_index_from_string(found[1]) - 1, int(found[2]) - 1
    size = f'cx="{_WIDE}" cy="{_WIDE * high // wide}"'
    made = parsed(
        f'<xdr:oneCellAnchor xmlns:xdr="{_XDR}" xmlns:a="{_A}" xmlns:r="{_R}">'
        f"<xdr:from><xdr:col>{column}</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{row}</xdr:row>"
        f"<xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:ext {size}/>"
        f'<xdr:pic><xdr:nvPicPr><xdr:cNvPr id="{number}" name="Chart {number}"/>'
        f'<xdr:cNvPicPr><a:picLocks noChangeAspect="1"/></xdr:cNvPicPr></xdr:nvPicPr>'
        f'<xdr:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill>'
        f'<xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        f"</a:prstGeom></xdr:spPr></xdr:pic><xdr:clientData/></xdr:oneCellAnchor>".encode()
    )
    next(made.iter(f"{{{_XDR}}}cNvPr")).set("descr", filling.alt)
    return made


def _drawing(package: Package, sheet: str) -> str:
    """The sheet's drawing, made where it has none."""
    known = [part for kind, part in package.related(sheet).values() if kind.endswith("/drawing")]
    if known:
        return known[0]
    made = next(
        f"xl/drawings/report{n}.xml"
        for n in range(1, 10_000)
        if f"xl/drawings/report{n}.xml" not in package.parts
    )
    package.put(made, etree.Element(f"{{{_XDR}}}wsDr", nsmap={"xdr": _XDR, "a": _A}))
    package.declare(part=made, content=_DRAWING)
    relation = package.relate(sheet, f"{_R}/drawing", made)
    root = package.xml(sheet)
    mark = root.makeelement(f"{_S}drawing", {f"{{{_R}}}id": relation})
    behind = next((one for one in root if etree.QName(one).localname in _AFTER), None)
    if behind is None:
        root.append(mark)
    else:
        behind.addprevious(mark)
    package.put(sheet, root)
    return posixpath.normpath(made)
