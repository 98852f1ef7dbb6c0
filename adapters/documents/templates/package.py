"""The parts of an Office file: read whole, changed by name, and packed again in their order."""

import io
import posixpath
from importlib import import_module
from typing import Any
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile

etree: Any = import_module("lxml.etree")
_MOST_BYTES = 200_000_000
"""Unpacked; what claims to be larger is no report's template."""
RELS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TYPES = "[Content_Types].xml"
_TYPE = "{http://schemas.openxmlformats.org/package/2006/content-types}"


def parsed(data: bytes) -> Any:
    """No entities, no network. Raises ValueError."""
    try:
        return etree.fromstring(
            data, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        )
    except etree.XMLSyntaxError as error:
        raise ValueError(str(error)) from error


def written(root: Any) -> bytes:
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


class Package:
    """An Office file's parts by name. Raises ValueError for a file that is none."""

    def __init__(self, data: bytes) -> None:
        try:
            with ZipFile(io.BytesIO(data)) as parts:
                if sum(one.file_size for one in parts.infolist()) > _MOST_BYTES:
                    raise ValueError("too large")
                self.parts: dict[str, bytes] = {one: parts.read(one) for one in parts.namelist()}
        except (BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError) as error:
            raise ValueError(str(error)) from error
        if _TYPES not in self.parts:
            raise ValueError(f"no {_TYPES}")

    def xml(self, name: str) -> Any:
        if name not in self.parts:
            raise ValueError(f"no {name}")
        return parsed(self.parts[name])

    def put(self, name: str, root: Any) -> None:
        self.parts[name] = written(root)

    def named(self, folder: str) -> list[str]:
        return [one for one in self.parts if one.startswith(folder) and one.endswith(".xml")]

    def related(self, part: str) -> dict[str, tuple[str, str]]:
        """Id -> type and the part that it points to, of everything inside the file that a part is related to."""
        name = _rels_of(part)
        if name not in self.parts:
            return {}
        folder = posixpath.dirname(part)
        found: dict[str, tuple[str, str]] = {}
        for one in self.xml(name).iter(RELS):
            target = one.get("Target", "")
            if one.get("TargetMode") != "External":
                path = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                found[one.get("Id", "")] = (one.get("Type", ""), posixpath.normpath(path))
        return found

    def relate(self, part: str, kind: str, target: str) -> str:
        """A new relation of a part; its id."""
        name = _rels_of(part)
        root = (
            self.xml(name)
            if name in self.parts
            else etree.Element(RELS.replace("}Relationship", "}Relationships"))
        )
        taken = {one.get("Id") for one in root.iter(RELS)}
        made = next(f"rId{n}" for n in range(1, len(taken) + 2) if f"rId{n}" not in taken)
        etree.SubElement(root, RELS, {"Id": made, "Type": kind, "Target": f"/{target}"})
        self.put(name, root)
        return made

    def declare(self, *, extension: str = "", part: str = "", content: str) -> None:
        """Says what a new part, or all parts of an ending, hold."""
        root = self.xml(_TYPES)
        if part:
            etree.SubElement(root, f"{_TYPE}Override", {"PartName": f"/{part}", "ContentType": content})
        elif all(one.get("Extension", "").lower() != extension for one in root.iter(f"{_TYPE}Default")):
            root.insert(0, etree.Element(f"{_TYPE}Default", {"Extension": extension, "ContentType": content}))
        self.put(_TYPES, root)

    def drop(self, name: str) -> None:
        """Takes a part away, with its relations and its declaration."""
        if self.parts.pop(name, None) is None:
            return
        for rels in [one for one in self.parts if one.endswith(".rels")]:
            root = self.xml(rels)
            for one in [
                one for one in root.iter(RELS) if one.get("Target", "").endswith(posixpath.basename(name))
            ]:
                root.remove(one)
                self.put(rels, root)
        types = self.xml(_TYPES)
        for one in [one for one in types if one.get("PartName") == f"/{name}"]:
            types.remove(one)
        self.put(_TYPES, types)

    def packed(self) -> bytes:
        made = io.BytesIO()
        with ZipFile(made, "w", ZIP_DEFLATED) as parts:
            for name, content in self.parts.items():
                parts.writestr(name, content)
        return made.getvalue()


def _rels_of(part: str) -> str:
    return posixpath.join(posixpath.dirname(part), "_rels", f"{posixpath.basename(part)}.rels")
