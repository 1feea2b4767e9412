"""Sheets of A4 as one PDF, each the picture that was drawn of it, taken over as it was packed."""

import struct
from collections.abc import Sequence

from bot.pdf import PNG_HEAD, POINTS_A_MM, assembled, png_chunks

A4 = (210 * POINTS_A_MM, 297 * POINTS_A_MM)
# The pictures have a fourth channel, how opaque they are; a sheet is opaque, so it is let go.
WITHOUT_ALPHA = b"[/DeviceN [/R /G /B /A] /DeviceRGB 4 0 R]"
LET_GO = (
    b"<< /FunctionType 4 /Domain [0 1 0 1 0 1 0 1] /Range [0 1 0 1 0 1] /Length 7 >>\n"
    b"stream\n{ pop }\nendstream"
)


def document(pngs: Sequence[bytes], title: str) -> bytes:
    """Each PNG of 8 bits in three or four channels fills a page.

    PDF packs and filters rows as PNG does, so nothing has to be unpacked.
    """
    first = 5
    kids = " ".join(f"{first + 3 * number} 0 R" for number in range(len(pngs)))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pngs)} >>".encode(),
        b"<< /Title " + _text(title) + b" >>",
        LET_GO,
    ]
    for number, png in enumerate(pngs):
        place = first + 3 * number
        w, h = A4
        objects.append(
            (
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {w:.2f} {h:.2f}] /Resources "
                f"<< /XObject << /Picture {place + 1} 0 R >> >> /Contents {place + 2} 0 R >>"
            ).encode()
        )
        objects.append(_picture(png))
        drawn = f"q {w:.2f} 0 0 {h:.2f} 0 0 cm /Picture Do Q\n".encode()
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawn), drawn))
    return assembled(objects, info=3)


def _picture(png: bytes) -> bytes:
    if not png.startswith(PNG_HEAD):
        raise ValueError("no PNG")
    width, height, depth, colour = struct.unpack(">IIBB", png[16:26])
    if depth != 8 or colour not in {2, 6} or png[28]:
        raise ValueError("not a plain PNG of 8 bits in colour")
    channels = 3 if colour == 2 else 4
    space = b"/DeviceRGB" if colour == 2 else WITHOUT_ALPHA
    packed = b"".join(body for kind, body in png_chunks(png) if kind == b"IDAT")
    head = (
        f"/Type /XObject /Subtype /Image /Width {width} /Height {height} /BitsPerComponent 8 "
        f"/Filter /FlateDecode /DecodeParms << /Predictor 15 /Colors {channels} "
        f"/BitsPerComponent 8 /Columns {width} >> /Length {len(packed)} /ColorSpace "
    ).encode()
    return b"<< " + head + space + b" >>\nstream\n" + packed + b"\nendstream"


def _text(words: str) -> bytes:
    return b"<FEFF" + words.encode("utf-16-be").hex().upper().encode() + b">"
