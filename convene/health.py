"""What is configured, reachable and pending: for `convene doctor`."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, make_url, select

from convene.access.terms import system
from convene.config import Settings
from convene.db import is_reachable, work
from convene.mail.models import Lease, OutboxMessage
from convene.mail.smtp import Sender
from convene.mail.states import OutboxState
from convene.migrations import steps

LATE = timedelta(minutes=5)
LEAST_FREE = 0.1


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the report."""

    what: str
    is_well: bool
    words: str


def report(settings: Settings, *, at: datetime) -> list[Line]:
    """Every line of the report, in order; never raises for what is wrong, but says it."""
    lines = [
        Line("instance", is_well=True, words=str(settings.instance)),
        Line("address", is_well=True, words=settings.base_url),
        _disk(settings),
        _mail_server(settings),
    ]
    try:
        reachable = is_reachable()
    except Exception as trouble:  # noqa: BLE001 - whatever the driver raises is the finding
        return [*lines, Line("database", is_well=False, words=str(trouble).splitlines()[0])]
    shown = make_url(settings.database_url).render_as_string(hide_password=True)
    lines.append(Line("database", is_well=reachable, words=shown))
    here, newest = steps.reached(), steps.newest()
    lines.append(
        Line(
            "schema",
            is_well=here == newest,
            words=f"step {here or 'none'}" + ("" if here == newest else f", “convene migrate” brings it to {newest}"),
        )
    )
    return lines + (_pending(at) if here == newest else [])


def _disk(settings: Settings) -> Line:
    usage = shutil.disk_usage(settings.instance)
    share = usage.free / usage.total
    return Line("disk", is_well=share > LEAST_FREE, words=f"{usage.free // 2**20} MiB free ({share:.0%})")


def _mail_server(settings: Settings) -> Line:
    if settings.smtp is None:
        return Line("mail server", is_well=True, words=f"none set; mail is written to {settings.outbox}")
    with Sender(settings.smtp) as sender:
        problem = sender.connection_problem()
    return Line(
        "mail server", is_well=not problem, words=problem or f"{settings.smtp.host}:{settings.smtp.port} answers"
    )


def _pending(at: datetime) -> list[Line]:
    with work(system("doctor")) as session:
        counts = dict(session.execute(select(OutboxMessage.state, func.count()).group_by(OutboxMessage.state)).all())
        oldest = session.scalar(
            select(func.min(OutboxMessage.next_try_at)).where(OutboxMessage.state == OutboxState.QUEUED)
        )
        lease = session.scalars(select(Lease).where(Lease.duty == "send")).one_or_none()
        beat = lease.beat_at if lease else None
    waiting = counts.get(OutboxState.QUEUED, 0) + counts.get(OutboxState.SENDING, 0)
    is_stuck = waiting > 0 and oldest is not None and oldest < at - LATE
    return [
        Line(
            "outbox",
            is_well=not is_stuck,
            words=f"{waiting} waiting, {counts.get(OutboxState.SENT, 0)} sent, "
            f"{counts.get(OutboxState.FAILED, 0)} failed",
        ),
        Line(
            "sender",
            is_well=beat is not None and beat > at - LATE,
            words=f"last sign of life {beat:%Y-%m-%d %H:%M} UTC"
            if beat
            else "has not run yet; start “convene serve” or “convene worker”",
        ),
    ]
