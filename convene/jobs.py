"""The clockwork: APScheduler tells the time and nothing else; what is due stands in tables (security.md 0.2, 0.3)."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from apscheduler.schedulers.background import BackgroundScheduler
from flask import Flask

from convene import clock
from convene.lists import take_waiting
from convene.planning import plan
from convene.sending import send_due

SEND_SECONDS = 2
LIST_SECONDS = 2
# Between two parts of a list: as long as a writer that waits may sleep before it looks whether it is its turn.
PART_PAUSE = 0.2
PLAN_SECONDS = 60
log = logging.getLogger("convene.jobs")
# A run that takes longer than its beat is no news: the next one finds what is left.
logging.getLogger("apscheduler").setLevel(logging.ERROR)


def start(app: Flask) -> BackgroundScheduler:
    """Start the three jobs in this process. The caller stops the scheduler."""
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
    scheduler.add_job(
        _guarded(
            app, "lists", lambda: take_waiting(app.config["CONVENE"].papers, pause=lambda: time.sleep(PART_PAUSE))
        ),
        "interval",
        seconds=LIST_SECONDS,
        id="lists",
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
