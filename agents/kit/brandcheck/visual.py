"""What a text says of its picture, against the brand's look. A text without a picture has nothing to measure."""

from collections.abc import Iterator, Mapping

from agents.kit.brandcheck.sight import Sight, seen
from agents.kit.brandcheck.types import Finding
from agents.kit.frameworks.likeness import content
from config.patterns import regex

_PICTURE = regex(
    r"^[ \t]*[\[(]?\s*(?:이미지|사진|그림|비주얼|썸네일|배경|image|picture|photo|visual|thumbnail)\s*[:：]"
    r"\s*(?P<what>[^\n\])]+)",
    10,
)
_ALT = regex(r"(?:대체\s?텍스트|alt(?:\s?text)?)\s*[:：]\s*\S", 2)
_COLOR = regex(r"#[0-9a-f]{6}\b|#[0-9a-f]{3}\b", 2)
_FONT = regex(r"^[ \t]*[\[(]?\s*(?:서체|폰트|글꼴|font|typeface)\s*[:：]\s*(?P<what>[^\n\])]+)", 10)


def visual(sight: Sight) -> Mapping[str, Iterator[Finding]]:
    """The parts that can be measured, each with what was found."""
    pictures = list(_PICTURE.finditer(sight.text))
    parts: dict[str, Iterator[Finding]] = {}
    if pictures:
        parts["alt"] = _alt(sight, pictures[0].span())
    if (palette := sight.norms.texts("visual.colors")) and _COLOR.search(sight.text):
        parts["colors"] = _colors(sight, palette)
    if (fonts := sight.norms.texts("visual.fonts")) and _FONT.search(sight.text):
        parts["fonts"] = _fonts(sight, fonts)
    imagery = next(iter(sight.norms.texts("visual.imagery")), "")
    if pictures and imagery:
        parts["imagery"] = _imagery(sight, pictures[0]["what"], pictures[0].span(), imagery)
    return parts


def _alt(sight: Sight, span: tuple[int, int]) -> Iterator[Finding]:
    if not _ALT.search(sight.text):
        yield seen("visual.alt", sight.text, *span)


def _colors(sight: Sight, palette: tuple[str, ...]) -> Iterator[Finding]:
    allowed = {_hex(one) for item in palette for one in _COLOR.findall(item)}
    for match in _COLOR.finditer(sight.text):
        if allowed and _hex(match[0]) not in allowed:
            yield seen("visual.colors", sight.text, *match.span(), quote=match[0], said=", ".join(palette))


def _hex(color: str) -> str:
    plain = color.lower().lstrip("#")
    return "".join(2 * c for c in plain) if len(plain) == 3 else plain


def _fonts(sight: Sight, fonts: tuple[str, ...]) -> Iterator[Finding]:
    for match in _FONT.finditer(sight.text):
        said = match["what"].strip()
        if not any(font.casefold() in said.casefold() for font in fonts):
            yield seen("visual.fonts", sight.text, *match.span("what"), quote=said, said=", ".join(fonts))


def _imagery(sight: Sight, what: str, span: tuple[int, int], imagery: str) -> Iterator[Finding]:
    if set(content(what)).isdisjoint(content(imagery)):
        yield seen("visual.imagery", sight.text, *span, said=imagery)
