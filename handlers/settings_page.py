"""The rules in force as sentences, and the choices behind the buttons that change them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from calendars.durations import parse_duration
from calendars.rules import CountedTime
from handlers.hours_said import hours_shown
from handlers.moments import length, moment
from handlers.numbers import headed, joined
from handlers.panel_figures import figure_name
from handlers.presses import PlacePress, SettingsPress
from handlers.rendering import Button, Context, Keyboard, Rendered, button, shows
from handlers.safe import escaped
from handlers.words import Words
from people.telling import FaceKind

Body = Mapping[str, Any]
URGENCIES = ("mild", "clear", "serious", "danger", "emergency")
ANSWERED = ("10min", "15min", "30min", "1h", "2h", "4h", "8h")
RESOLVED = ("2h", "4h", "12h", "24h", "48h", "72h")
DELAYS = ("30min", "1h", "2h", "6h", "24h", "48h")
SHARES = (100, 50, 20, 0)
# Weeks that most houses keep; any other is written into the file.
WEEKS: tuple[tuple[str, ...], ...] = (
    ("daily 09:00-21:00",),
    ("daily 10:00-22:00",),
    ("mon-fri 09:00-18:00",),
    ("mon-sat 09:00-18:00",),
    ("daily 00:00-24:00",),
)
AIMS = (80, 85, 90, 95, 98, None)
WRITING = "writing"
HOLIDAYS = ("CN", "HK", "TW", "none")


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One rule that buttons change: its path in the file and the values that can be chosen."""

    path: str
    values: tuple[Any, ...]
    title: Callable[[Words], str]
    shown: Callable[[Any, Words], str]
    page: str = "home"
    # Where one choice is more than one line of the file.
    read: Callable[[Body], Any] | None = None
    write: Callable[[Any], Mapping[str, Any]] | None = None

    def value_in(self, body: Body) -> Any:
        return self.read(body) if self.read else value_at(body, self.path)

    def changes(self, value: Any) -> Mapping[str, Any]:
        return self.write(value) if self.write else {self.path: value}


def _span(value: Any, _: Words) -> str:
    return length(parse_duration(str(value)), _)


def _within(name: str, value: Any, values: Mapping[str, Any], _: Words) -> str:
    """Hours of work are no hours by the clock: 40 of them are a week, and not two days."""
    if values.get(f"c_{name}") != CountedTime.WORKING:
        return SETTINGS[name].shown(value, _)
    hours = parse_duration(str(value)) / timedelta(hours=1)
    return _("{hours} 工作小时", hours=f"{hours:g}")


def _urgency(name: str, _: Words) -> str:
    names = (_("轻微"), _("明确"), _("严重"), _("危险"), _("紧急"))
    return names[URGENCIES.index(name)]


def _week(value: Any, _: Words) -> str:
    known = (
        _("每天 9–21 点"),
        _("每天 10–22 点"),
        _("周一到周五 9–18 点"),
        _("周一到周六 9–18 点"),
        _("全天"),
    )
    lines = tuple(value)
    found = next((n for n, week in enumerate(WEEKS) if _days(week) == _days(lines)), None)
    return hours_shown(lines, _) if found is None else known[found]


def _days(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Written out a day a line, as the rules keep them."""
    names = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    spans = {"daily": names, "mon-fri": names[:5], "mon-sat": names[:6]}
    return tuple(
        f"{day} {hours}"
        for word, _, hours in (line.partition(" ") for line in lines)
        for day in spans.get(word, (word,))
    )


def _holidays(value: Any, _: Words) -> str:
    known = {
        "CN": _("按中国假日和调休"),
        "HK": _("按香港假日"),
        "TW": _("按台湾假日"),
        "none": _("全年无休"),
    }
    return known.get(str(value), str(value))


def _share(value: Any, _: Words) -> str:
    known = {0: _("先不发"), 100: _("每次都问")}
    return known.get(value) or _("抽 {percent}%", percent=value)


def _asked_share(body: Body) -> int:
    surveys = body["surveys"]
    return int(surveys["sampling_percent"]) if surveys["ask"] else 0


def _ask(share: int) -> Mapping[str, Any]:
    if not share:
        return {"surveys.ask": False}
    return {"surveys.ask": True, "surveys.sampling_percent": share}


def _aim(value: Any, _: Words) -> str:
    return _("不设") if value is None else f"{value:g}%"


def _goal(path: str, title: Callable[[Words], str]) -> Setting:
    return Setting(path=path, values=AIMS, title=title, shown=_aim, page="goals")


def _promise(urgency: str, clock: str, values: tuple[str, ...]) -> Setting:
    return Setting(
        path=f"complaints.promises.{urgency}.{clock}",
        values=values,
        title=lambda _: _urgency(urgency, _),
        shown=_span,
        page="answer" if clock == "first_response" else "solve",
    )


SETTINGS: Mapping[str, Setting] = {
    "hours": Setting(
        path="calendar.hours",
        values=tuple(list(week) for week in WEEKS),
        title=lambda _: _("营业时间"),
        shown=_week,
    ),
    "holidays": Setting(
        path="calendar.public_holidays",
        values=HOLIDAYS,
        title=lambda _: _("假期"),
        shown=_holidays,
    ),
    "delay": Setting(
        path="surveys.delay", values=DELAYS, title=lambda _: _("多久以后问"), shown=_span
    ),
    "share": Setting(
        path="surveys.sampling_percent",
        values=SHARES,
        title=lambda _: _("问卷发不发"),
        shown=_share,
        read=_asked_share,
        write=_ask,
    ),
    **{f"a_{name}": _promise(name, "first_response", ANSWERED) for name in URGENCIES},
    **{f"s_{name}": _promise(name, "resolution", RESOLVED) for name in URGENCIES},
    "g_csat": _goal("targets.csat", lambda _: figure_name("csat", _)),
    "g_reply": _goal(
        "targets.first_response_on_time", lambda _: figure_name("first_response_on_time", _)
    ),
    "g_on_time": _goal("targets.on_time", lambda _: figure_name("on_time", _)),
    "g_handling": _goal("targets.handling", lambda _: figure_name("handling", _)),
}


GOALS = tuple(name for name in SETTINGS if name.startswith("g_"))


def value_at(body: Body, path: str) -> Any:
    here: Any = body
    for name in path.split("."):
        here = here[name]
    return here


def shown_of(body: Body) -> dict[str, Any]:
    """Of all the rules only what the page tells: facts of a face stay small.

    `c_` and the name of a promise tells by which clock it is counted.
    """
    told = {name: setting.value_in(body) for name, setting in SETTINGS.items()}
    table = body["complaints"]["promises"]
    clocks = {f"c_{at}_{name}": table[name]["clock"] for name in URGENCIES for at in ("a", "s")}
    return told | clocks


@shows(FaceKind.SETTINGS)
def settings(facts: Mapping[str, Any], context: Context) -> Rendered | None:
    page = str(facts.get("page", "home"))
    if page == WRITING:
        return _writing(context)
    told = f"{_news(facts, context)}{_home(facts, context)}"
    if not facts["may_change"]:
        return Rendered(text=told, keyboard=_places(facts, context))
    if page in SETTINGS:
        return Rendered(text=told, keyboard=_choices(page, facts, context))
    return Rendered(text=told, keyboard=_menu(page, facts, context))


def _writing(context: Context) -> Rendered:
    _ = context._
    text = _(
        "营业时间写成什么？请回复这条消息，例如“10:00-21:30”，或“周一到周五 9:00-18:00，"
        "周六 10:00-16:00”；没写到的日子休息。不改了，发“取消”。"
    )
    return Rendered(text=text, placeholder="10:00-21:30")


def _home(facts: Mapping[str, Any], context: Context) -> str:
    _, values = context._, facts["values"]
    lines = [f"⚙️ <b>{_version(facts, context)}</b>"]
    for name in ("hours", "holidays", "delay", "share"):
        setting = SETTINGS[name]
        lines.append(f"{setting.title(_)}：{escaped(setting.shown(values[name], _))}")
    for letter, title in (("a", _("多久答复")), ("s", _("多久办完"))):
        each = [(_urgency(name, _), f"{letter}_{name}") for name in URGENCIES]
        spans = (f"{said} {_within(key, values[key], values, _)}" for said, key in each)
        lines.append(f"{title}：{' · '.join(spans)}")
    goals = (SETTINGS[name] for name in GOALS)
    aims = (
        f"{goal.title(_)} {_aim(values.get(name), _)}"
        for name, goal in zip(GOALS, goals, strict=True)
    )
    lines.append(headed(_("目标"), joined(aims), _))
    lines.append(_("到时限没人办，逐级通知，直到有人接手。员工群：在群里发 /bind。"))
    if not facts["has_file"]:
        lines.append(
            _("现在用的是预设，改不了：运行 huiyin init，把 HUIYIN_CONFIG 指向写出的文件。")
        )
    return "\n".join(lines)


def _version(facts: Mapping[str, Any], context: Context) -> str:
    _ = context._
    head = _("现在的规则（第 {number} 版", number=facts["number"])
    if facts.get("at"):
        at = moment(datetime.fromisoformat(facts["at"]), context.now, context.zone, _)
        head += f"，{at}"
    if facts.get("by"):
        head += f" {escaped(facts['by'])}"
    return f"{head}）"


def _news(facts: Mapping[str, Any], context: Context) -> str:
    """What the last press did."""
    _ = context._
    known = {
        "changed": _("✓ 改好了，新的事按新的算，已经许下的不变。"),
        "back": _("✓ 改回去了。"),
        "late": _("文件后来又改过，没有动它。"),
    }
    if facts.get("wrong"):
        wrong = facts["wrong"][0]
        return "✗ " + _("没有改：{what}", what=escaped(wrong["zh"])) + "\n\n"
    said = known.get(str(facts.get("news")))
    return f"{said}\n\n" if said else ""


def _menu(page: str, facts: Mapping[str, Any], context: Context) -> Keyboard:
    _ = context._
    pages = {"answer": "a_", "solve": "s_", "goals": "g_"}
    if page in pages:
        names = [name for name in SETTINGS if name.startswith(pages[page])]
        return (*_rows([_to(name, facts, _) for name in names]), (_back(_),))
    first = [_to(name, facts, _) for name in ("hours", "holidays", "delay", "share")]
    more = [
        button(_("多久答复"), SettingsPress(action="page", what="answer")),
        button(_("多久办完"), SettingsPress(action="page", what="solve")),
        button(_("目标"), SettingsPress(action="page", what="goals")),
    ]
    undo = (button(_("↩️ 改回去"), SettingsPress(action="back")),)
    undone = (undo,) if facts.get("can_go_back") else ()
    return (*_rows([*first, *more]), *undone, *_places(facts, context))


def _places(facts: Mapping[str, Any], context: Context) -> Keyboard:
    """Not in the file, so owners get there even when it can't be changed."""
    if not facts.get("is_owner"):
        return ()
    return ((button(context._("门店、小组和同事"), PlacePress(action="list")),),)


def _to(name: str, facts: Mapping[str, Any], _: Words) -> Button:
    return button(SETTINGS[name].title(_), SettingsPress(action="page", what=name))


def _choices(name: str, facts: Mapping[str, Any], context: Context) -> Keyboard:
    _, setting = context._, SETTINGS[name]
    values = facts["values"]
    now = _within(name, values[name], values, _)

    def labels() -> Iterator[Button]:
        for number, value in enumerate(setting.values):
            words = _within(name, value, values, _)
            text = f"✓ {words}" if words == now else words
            yield button(text, SettingsPress(action="set", what=name, choice=number))

    own = button(_("自己写…"), SettingsPress(action="write", what=name))
    typed = ((own,),) if name == "hours" else ()
    return (*_rows(list(labels())), *typed, (_back(_, setting.page),))


def _back(_: Words, page: str = "home") -> Button:
    return button(_("‹ 返回"), SettingsPress(action="page", what=page))


def _rows(buttons: list[Button]) -> Keyboard:
    return tuple(tuple(buttons[at : at + 2]) for at in range(0, len(buttons), 2))
