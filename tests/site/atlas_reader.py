"""A second reader of the atlas file, written from docs/atlas-file.md alone."""

import json
from dataclasses import dataclass, field
from typing import Any

KINDS = ("city", "district", "county", "region", "state")
FORMS = (
    "",
    "twinning",
    "partnership",
    "friendship",
    "cooperation",
    "project",
    "contact",
    "solidarity",
)
STANDINGS = ("none", "proposed", "in_force", "suspended", "ended")


@dataclass
class Atlas:
    """What is in the file."""

    header: dict[str, Any]
    places: list[dict[str, Any]] = field(default_factory=list)
    ties: list[dict[str, Any]] = field(default_factory=list)


class Reader:
    """Reads the numbers and texts of which the file is made."""

    def __init__(self, data: bytes) -> None:
        self.data, self.at = data, 0

    def varint(self) -> int:
        number = shift = 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            number |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return number

    def text(self) -> str:
        length = self.varint()
        self.at += length
        return self.data[self.at - length : self.at].decode()

    def column(self, length: int) -> list[int]:
        return [self.varint() for _ in range(length)]

    def deltas(self, length: int) -> list[int]:
        value, values = 0, []
        for zigzag in self.column(length):
            value += zigzag // 2 if zigzag % 2 == 0 else -(zigzag + 1) // 2
            values.append(value)
        return values


def read_atlas(data: bytes) -> Atlas:
    """Read a whole file, to its last byte."""
    assert data[:4] == b"JATL"
    reader = Reader(data)
    reader.at = 4
    assert reader.varint() == 1
    atlas = Atlas(json.loads(reader.text()))
    _places(reader, atlas)
    _ties(reader, atlas)
    assert reader.at == len(data)
    return atlas


def _places(reader: Reader, atlas: Atlas) -> None:
    countries, number = atlas.header["countries"], atlas.header["places"]
    per_country = reader.column(len(countries))
    codes = [code for code, n in zip(countries, per_country, strict=True) for _ in range(n)]
    lats, lngs = reader.deltas(number), reader.deltas(number)
    kinds = reader.column(number)
    text = reader.text()
    names = text.split("\n") if number else []
    for code, lat, lng, kind, name in zip(codes, lats, lngs, kinds, names, strict=True):
        atlas.places.append(
            {"country": code, "lat": lat / 100, "lng": lng / 100, "kind": KINDS[kind], "name": name}
        )


def _ties(reader: Reader, atlas: Atlas) -> None:
    pairs = []
    for first, degree in enumerate(reader.column(atlas.header["places"])):
        second = first
        for _ in range(degree):
            second += reader.varint()
            pairs.append((first, second))
    number = len(pairs)
    assert number == atlas.header["ties"]
    forms, standings = reader.column(number), reader.column(number)
    since, changed = reader.deltas(number), reader.deltas(number)
    for (a, b), form, standing, begun, ended in zip(
        pairs, forms, standings, since, changed, strict=True
    ):
        atlas.ties.append(
            {"a": a, "b": b, "form": FORMS[form], "legal_a": STANDINGS[standing % 8],
             "legal_b": STANDINGS[standing // 8 % 8], "disputed": standing >= 64,
             "since": begun, "changed": ended}
        )  # fmt: skip
