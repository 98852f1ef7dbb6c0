"""Briefs as files: bytes of unknown make, turned into text or refused with the reason."""

import unicodedata
from pathlib import Path

from config.errors import StratumError

_ENCODINGS = ("utf-8-sig", "cp949")
_MAGIC = {
    b"%PDF": "PDF", b"PK\x03\x04": "DOCX/XLSX/ZIP", b"\xd0\xcf\x11\xe0": "DOC/XLS/HWP",
    b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF",
}  # fmt: skip
_KEPT = "\n\t"


class UnreadableBrief(StratumError):
    """{name!r} could not be read: {detail}. Give the path of a text or Markdown file.

    ko: {name!r} 파일을 읽지 못했습니다: {detail}. 텍스트나 마크다운 파일의 경로를 주세요.
    """


class EmptyBrief(StratumError):
    """{name!r} holds no words. Three sentences on the business are enough.

    ko: {name!r} 파일에 글이 없습니다. 사업을 설명하는 문장 세 개면 충분합니다.
    """


class BinaryBrief(StratumError):
    """{name!r} is no text but {kind}. Save it as text or Markdown (UTF-8) and import that.

    ko: {name!r} 파일은 글이 아니라 {kind}입니다. 텍스트나 마크다운(UTF-8)으로 저장해서 다시 주세요.
    """


class LongBrief(StratumError):
    """{name!r} has {size:,} bytes; at most {limit:,} are read.
    Take what matters, or set STRATUM_MAX_BRIEF_BYTES.

    ko: {name!r} 파일은 {size:,}바이트입니다. {limit:,}바이트까지 읽습니다.
    중요한 부분만 주시거나 STRATUM_MAX_BRIEF_BYTES를 바꾸세요.
    """


class MixedBrief(StratumError):
    """{name!r} is neither UTF-8 nor CP949: byte {position:,} fits neither. Save it as UTF-8 and try again.

    ko: {name!r} 파일은 UTF-8도 CP949도 아닙니다({position:,}번째 바이트). UTF-8로 저장해서 다시 주세요.
    """


def read_brief(source: Path | bytes, limit: int, name: str = "-") -> str:
    """The text of a brief in NFC, with Unix line ends and without control characters.

    Raises UnreadableBrief, LongBrief, BinaryBrief, MixedBrief or EmptyBrief; nothing is half read.
    """
    name = source.name if isinstance(source, Path) else name
    data = _bytes(source, limit) if isinstance(source, Path) else source
    if len(data) > limit:
        raise LongBrief(name=name, size=len(data), limit=limit)
    kind = next((kind for magic, kind in _MAGIC.items() if data.startswith(magic)), None)
    if kind or b"\x00" in data:
        raise BinaryBrief(name=name, kind=kind or "binary")
    text = _clean(_decoded(data, name))
    if not any(character.isalnum() for character in text):
        raise EmptyBrief(name=name)
    return text


def _bytes(path: Path, limit: int) -> bytes:
    try:
        size = path.stat().st_size
        if size > limit:
            raise LongBrief(name=path.name, size=size, limit=limit)
        return path.read_bytes()
    except OSError as error:
        raise UnreadableBrief(name=str(path), detail=error.strerror or type(error).__name__) from error


def _decoded(data: bytes, name: str) -> str:
    position = 0
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            position = max(position, error.start)
    raise MixedBrief(name=name, position=position)


def _clean(text: str) -> str:
    lines = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    return "".join(
        c for c in lines if c in _KEPT or unicodedata.category(c) not in {"Cc", "Cf", "Cs"} or c == "\u200d"
    )
