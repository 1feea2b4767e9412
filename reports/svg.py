"""The few shapes that drawings are made of, as SVG; colours that colour-blind people tell apart."""

from collections.abc import Iterable, Sequence
from html import escape

WIDTH, HEIGHT = 900, 520
FONT = "Huiyin Sans"
# Okabe and Ito's palette, which keeps its differences for every kind of colour vision.
BLUE, ORANGE, RED, GREEN, GREY, INK = (
    "#0072B2",
    "#E69F00",
    "#D55E00",
    "#009E73",
    "#8A8F98",
    "#1F2430",
)
Point = tuple[float, float]


def document(parts: Iterable[str], height: int = HEIGHT) -> str:
    body = "".join(parts)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" '
        f'width="{WIDTH}" height="{height}" font-family="{FONT}">'
        f'<rect width="100%" height="100%" fill="#FFFFFF"/>{body}</svg>'
    )


def text(
    x: float, y: float, words: str, *, size: int = 18, anchor: str = "start", fill: str = INK
) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size}" text-anchor="{anchor}" '
        f'fill="{fill}">{escape(words)}</text>'
    )


def line(first: Point, last: Point, *, colour: str = GREY, width: float = 1, dash: str = "") -> str:
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    return (
        f'<line x1="{first[0]:.1f}" y1="{first[1]:.1f}" x2="{last[0]:.1f}" y2="{last[1]:.1f}" '
        f'stroke="{colour}" stroke-width="{width}"{dashed}/>'
    )


def path(points: Sequence[Point], *, colour: str, width: float = 2.5, dash: str = "") -> str:
    if not points:
        return ""
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return (
        f'<polyline points="{joined}" fill="none" stroke="{colour}" '
        f'stroke-width="{width}"{dashed} stroke-linejoin="round"/>'
    )


def box(x: float, y: float, width: float, height: float, *, fill: str) -> str:
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}"/>'
    )


def dot(at: Point, *, colour: str, is_odd: bool = False) -> str:
    """What is out of the ordinary is a square and larger, so that colour is never alone."""
    x, y = at
    if is_odd:
        return box(x - 6, y - 6, 12, 12, fill=RED)
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>'


def shade(share: float) -> tuple[str, str]:
    """(fill, ink) of a heat map's field, from white at 0 to deep blue at 1."""
    share = min(1.0, max(0.0, share))
    light, dark = (255, 255, 255), (0, 76, 119)
    mixed = [round(a + (b - a) * share) for a, b in zip(light, dark, strict=True)]
    return "#{:02X}{:02X}{:02X}".format(*mixed), "#FFFFFF" if share > 0.5 else INK
