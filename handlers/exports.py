"""Figures to take away: what is asked for becomes a job, and the file comes when it is made."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from handlers.answers import here
from handlers.figures import days_named
from handlers.rendering import Context, Rendered, Shown, renders, shows
from handlers.work import Caller, Work
from people.telling import Face, FaceKind, NoteKind
from reports.exports import Form

ACTIONS = {"expxlsx": Form.XLSX, "expcsv": Form.CSV, "exphtml": Form.HTML,
           "exppdf": Form.PDF}  # fmt: skip


async def order(
    work: Work, caller: Caller, facts: Mapping[str, Any], form: Form, now: datetime
) -> None:
    """Only to the private chat of who asks; what it holds is checked again when it is sent."""
    job = await work.jobs.start(
        "export",
        {
            **facts,
            "what": "figures",
            "form": form.value,
            "person": caller.person.id,
            "chat": caller.chat.id,
            "language": caller.person.language,
        },
        now,
    )
    face = Face(thing=f"job-{job}", kind=FaceKind.JOB, to=here(caller), facts={"job": job})
    await work.telling.face(face)


@shows(FaceKind.JOB)
def on_job(facts: Mapping[str, Any], context: Context) -> Rendered | None:
    """How far it is. `figures` of the context is the job."""
    _, job = context._, context.figures
    if job is None:
        return None
    if job.error == "too_large":
        return Rendered(text=_("文件超过 50 MB，Telegram 发不了。请选短一些的时间，"
                               "或在服务器上运行 huiyin export figures。"))  # fmt: skip
    if job.state == "failed":
        return Rendered(text=_("这份导出没有做成，请再点一次；还不行，请找装机器人的同事。"))
    if job.state == "done":
        return Rendered(text=_("导出好了，文件在下面。"))
    if job.all_items:
        return Rendered(
            text=_("正在导出…… {done}/{all} 行", done=job.done_items, all=job.all_items)
        )
    return Rendered(text=_("正在导出……做好了就发在这里。"))


@renders(NoteKind.EXPORT)
def on_export(facts: Mapping[str, Any], context: Context) -> Shown:
    """`figures` of the context says whether whoever asked may still see it."""
    _, path = context._, Path(str(facts["path"]))
    if not context.figures:
        return None
    if not path.is_file():
        return Rendered(text=_("这份导出没能发出来，请再点一次导出。"))
    dates = days_named(str(facts["dates"]), context.now.year, _)
    text = _("{dates} 的导出。里面没有客人的姓名、电话和原话。", dates=dates)
    return Rendered(text=text, file=path)
