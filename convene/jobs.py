"""The clockwork: APScheduler tells the time and nothing else; what is due stands in tables (security.md 0.2, 0.3)."""

from __future__ import annotations

import logging
from collections.abc import Callable

from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

from convene import clock
from convene.planning import plan
from convene.sending import send_due

SEND_SECONDS = 2
PLAN_SECONDS = 60
log = logging.getLogger("convene.jobs")
# A run that takes longer than its beat is no news: the next one finds what is left.
logging.getLogger("apscheduler").setLevel(logging.ERROR)


def start(app: Flask) -> BackgroundScheduler:
    """Start the two jobs in this process. The caller stops the scheduler."""
    scheduler = BackgroundScheduler(
        timezone="UTC", job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    scheduler.add_job(
        _guarded(app, "send", send_due), "interval", seconds=SEND_SECONDS, id="send", next_run_time=clock.now()
    )
    scheduler.add_job(
        _guarded(app, "plan", lambda: plan(at=clock.now())),
        "interval",
        seconds=PLAN_SECONDS,
        id="plan",
        next_run_time=clock.now(),
    )
    scheduler.start()
    return scheduler


def _guarded(app: Flask, name: str, job: Callable[[], int]) -> Callable[[], None]:
    """A failing run is logged and tried again at the next beat; it must never end the clockwork."""

    def run() -> None:
        with app.app_context():
            try:
                job()
            except Exception:
                log.exception("job %s failed; it runs again at the next beat", name)

    return run
