"""The report of a month as one page of HTML that stands alone and can be printed."""

from collections.abc import Mapping, Sequence
from html import escape

from handlers.rendering import Context
from handlers.report_blocks import Block, Drawing, Heading, Lines, Table, blocks
from reports.panel import Panel

STYLE = """
@page { size: A4; margin: 16mm }
body { font-family: "Noto Sans SC", "PingFang SC", "Microsoft YaHei", sans-serif; color: #1F2430;
  max-width: 52rem; margin: 2rem auto; padding: 0 1rem; line-height: 1.6 }
h1 { font-size: 1.6rem } h2 { font-size: 1.15rem; margin-top: 2rem; break-after: avoid }
table { border-collapse: collapse; width: 100%; break-inside: avoid }
th, td { border-bottom: 1px solid #D8DCE3; padding: .35rem .5rem; text-align: left }
th { background: #E8F1F8 } td + td, th + th { text-align: right }
svg { max-width: 100%; height: auto; break-inside: avoid } small { color: #5A6270 }
"""


def page(panels: Mapping[str, Panel], context: Context) -> str:
    """`panels` by view, as `report_blocks.blocks` takes them."""
    found = blocks(panels, context)
    head = next(block.text for block in found if isinstance(block, Heading))
    body = "\n".join(_block(block) for block in found)
    return (
        f'<!doctype html><html lang="{context._.language}"><meta charset="utf-8">'
        f"<title>{escape(head)}</title><style>{STYLE}</style><body>{body}</body></html>"
    )


def _block(block: Block) -> str:
    match block:
        case Heading():
            return f"<h{block.level}>{escape(block.text)}</h{block.level}>"
        case Lines():
            listed = "".join(f"<li>{escape(line)}</li>" for line in block.lines)
            return f"<small><ul>{listed}</ul></small>" if block.is_small else f"<ul>{listed}</ul>"
        case Table():
            rows = "".join(_row("td", row) for row in block.rows)
            return f"<table>{_row('th', block.head)}{rows}</table>"
        case Drawing():
            return block.svg


def _row(tag: str, cells: Sequence[str]) -> str:
    return "<tr>" + "".join(f"<{tag}>{escape(cell)}</{tag}>" for cell in cells) + "</tr>"
