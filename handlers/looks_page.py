"""Who looked at which case, and who took figures away: for owners of the house."""

from handlers.moments import moment
from handlers.numbers import joined
from handlers.rendering import Context
from handlers.safe import escaped
from handlers.words import Words
from reports.looks import Look, Looks


def looks_lines(view: Looks, context: Context) -> list[str]:
    _ = context._
    if not view.looks:
        return [_("这段时间没有人看明细，也没有人导出。")]
    zone = str(view.whole.period.zone)
    lines = [
        joined([moment(look.at, context.now, zone, _), escaped(look.who or "–"), _did(look, _)])
        for look in view.looks
    ]
    if view.pages > 1:
        lines.append(_("第 {page}/{pages} 页", page=view.page + 1, pages=view.pages))
    return lines


def _did(look: Look, _: Words) -> str:
    if look.what == "case":
        return _("看了 #{number}", number=look.facts.get("case", "–"))
    if look.what == "export":
        forms = {"xlsx": _("表格"), "csv": "CSV", "html": _("报告网页"), "pdf": _("报告 PDF")}
        form = forms.get(str(look.facts.get("form")), "–")
        return _("导出了 {dates} 的{form}", dates=look.facts.get("dates", "–"), form=form)
    return escaped(look.what)
