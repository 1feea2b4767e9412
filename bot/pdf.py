"""A page of PDF from a picture and a matrix: all that a printed sign needs."""

import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

POINTS_A_MM = 72 / 25.4
PNG_HEAD = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, kw_only=True)
class Grey:
    """A picture of one byte a pixel, row by row."""

    width: int
    height: int
    pixels: bytes


@dataclass(frozen=True, kw_only=True)
class Matrix:
    """Black and white squares, drawn as squares: `left`, `top` and `size` in millimetres."""

    rows: Sequence[Sequence[int]]
    left: float
    top: float
    size: float


def page(width: float, height: float, picture: Grey, matrix: Matrix) -> bytes:
    """One page of this many millimetres, the picture behind, the matrix sharp in front."""
    w, h = width * POINTS_A_MM, height * POINTS_A_MM
    drawn = f"q {w:.2f} 0 0 {h:.2f} 0 0 cm /Picture Do Q\n" + "".join(_squares(matrix, height))
    image = (
        f"/Type /XObject /Subtype /Image /Width {picture.width} /Height {picture.height} "
        "/ColorSpace /DeviceGray /BitsPerComponent 8"
    )
    return assembled(
        [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            (
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {w:.2f} {h:.2f}] "
                "/Resources << /XObject << /Picture 4 0 R >> >> /Contents 5 0 R >>"
            ).encode(),
            _stream(image, picture.pixels),
            _stream("", drawn.encode()),
        ]
    )


def _squares(matrix: Matrix, height: float) -> Iterator[str]:
    """From the top in millimetres to PDF's points from the bottom; a run of squares is one."""
    step = matrix.size / len(matrix.rows)
    yield "0 g\n"
    for down, row in enumerate(matrix.rows):
        for start, length in _runs(row):
            x, y = matrix.left + start * step, height - matrix.top - (down + 1) * step
            size = (x, y, length * step, step)
            yield " ".join(f"{part * POINTS_A_MM:.3f}" for part in size) + " re\n"
    yield "f\n"


def _runs(row: Sequence[int]) -> Iterator[tuple[int, int]]:
    start = None
    for place, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = place
        elif not dark and start is not None:
            yield start, place - start
            start = None


def _stream(head: str, body: bytes) -> bytes:
    packed = zlib.compress(body, 9)
    words = f"<< {head} /Filter /FlateDecode /Length {len(packed)} >>\nstream\n".encode()
    return words + packed + b"\nendstream"


def assembled(objects: Sequence[bytes], info: int | None = None) -> bytes:
    """The file; the first object is the catalogue, `info` the number of what tells its title."""
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    table = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010d} 00000 n \n".encode() for place in places)
    told = f" /Info {info} 0 R" if info else ""
    out += f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R{told} >>\n".encode()
    return bytes(out + f"startxref\n{table}\n%%EOF\n".encode())


def grey_of(png: bytes) -> Grey:
    """The first channel of an 8-bit PNG, which of black and white is as good as all of them."""
    if not png.startswith(PNG_HEAD):
        raise ValueError("no PNG")
    width, height, depth, colour = struct.unpack(">IIBB", png[16:26])
    if depth != 8 or colour not in {0, 2, 4, 6} or png[28]:
        raise ValueError("not a plain PNG of 8 bits")
    channels = {0: 1, 4: 2, 2: 3, 6: 4}[colour]
    packed = b"".join(body for kind, body in png_chunks(png) if kind == b"IDAT")
    raw, line = zlib.decompress(packed), 1 + width * channels
    rows, before = [], bytes(width)
    for start in range(0, line * height, line):
        before = _unfiltered(raw[start], raw[start + 1 : start + line : channels], before)
        rows.append(before)
    return Grey(width=width, height=height, pixels=b"".join(rows))


def png_chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(PNG_HEAD)
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        at += length + 12


def _unfiltered(kind: int, row: bytes, above: bytes) -> bytes:
    """PNG's filters 0 to 4, on one channel."""
    if kind == 0:
        return row
    if kind == 1:
        return _summed(row)
    if kind == 2:
        return bytes((byte + up) & 255 for byte, up in zip(row, above, strict=True))
    return _by_neighbours(kind, row, above)


def _summed(row: bytes) -> bytes:
    summed: Iterator[int] = accumulate(row)
    return bytes(value & 255 for value in summed)


def _by_neighbours(kind: int, row: bytes, above: bytes) -> bytes:
    done = bytearray()
    left = corner = 0
    for byte, up in zip(row, above, strict=True):
        guess = (left + up) // 2 if kind == 3 else _paeth(left, up, corner)
        left, corner = (byte + guess) & 255, up
        done.append(left)
    return bytes(done)


def _paeth(left: int, up: int, corner: int) -> int:
    near = left + up - corner
    # Of those equally near, the left one comes first, then the upper.
    return min((left, up, corner), key=lambda other: abs(near - other))
