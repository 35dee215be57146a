"""A PNG of few colours, small enough for other sites to fetch: what a browser saves is three times as large."""

import struct
import zlib
from collections import Counter
from pathlib import Path

SIGNATURE = b"\x89PNG\r\n\x1a\n"
INDEXED, DEPTH = 3, 8
Colour = tuple[int, ...]


def write(path: Path, size: tuple[int, int], pixels: bytes, colours: int = 220) -> None:
    """Write pixels (four bytes each, of which the last is not looked at) as a PNG of at most so many colours."""
    width, height = size
    seen = [tuple(pixels[at : at + 3]) for at in range(0, len(pixels), 4)]
    counts = Counter(seen)
    palette = _palette(counts, colours)
    index = {colour: _nearest(palette, colour) for colour in counts}
    rows = bytearray()
    for row in range(height):
        rows.append(0)  # no filter: neighbouring numbers of a palette are no neighbours
        rows += bytes(index[colour] for colour in seen[row * width : (row + 1) * width])
    header = struct.pack(">IIBBBBB", width, height, DEPTH, INDEXED, 0, 0, 0)
    flat = bytes(part for colour in palette for part in colour)
    chunks = ((b"IHDR", header), (b"PLTE", flat), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    path.write_bytes(SIGNATURE + b"".join(_chunk(*chunk) for chunk in chunks))


def _palette(counts: Counter[Colour], colours: int) -> list[Colour]:
    """Return the colours used most, each standing for those near it."""
    boxes: dict[Colour, Counter[Colour]] = {}
    for colour, number in counts.items():
        boxes.setdefault(tuple(part // 4 for part in colour), Counter())[colour] += number
    most = sorted(boxes.values(), key=lambda box: -box.total())[:colours]
    return [box.most_common(1)[0][0] for box in most]


def _nearest(palette: list[Colour], colour: Colour) -> int:
    distances = (sum((a - b) ** 2 for a, b in zip(other, colour, strict=True)) for other in palette)
    return min(enumerate(distances), key=lambda pair: pair[1])[0]


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
