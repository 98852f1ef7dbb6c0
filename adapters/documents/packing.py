"""A file of an office is a zip: packed anew without the clock, so that the same paper gives the same bytes."""

import io
import re
from datetime import UTC, datetime
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

FONT = "Malgun Gothic"
"""Office embeds no font of the shipped kind, so its files name one that every Office has and that draws Hangul."""
_CORE = "docProps/core.xml"
_MOMENT = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")


def steady(packed: bytes, made: datetime) -> bytes:
    """The same parts in the same order, with the paper's moment as the only one."""
    moment = made.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
    written = io.BytesIO()
    with ZipFile(io.BytesIO(packed)) as parts, ZipFile(written, "w", ZIP_DEFLATED) as anew:
        for part in parts.infolist():
            content = parts.read(part.filename)
            if part.filename == _CORE:
                content = _MOMENT.sub(rb"\g<1>" + moment + rb"\g<2>", content)
            entry = ZipInfo(part.filename, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            anew.writestr(entry, content)
    return written.getvalue()
