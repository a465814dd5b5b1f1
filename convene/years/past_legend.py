"""What may stand in each column of a list of past meetings, for whoever writes one."""

from __future__ import annotations

from convene.bodies.models import Body
from convene.recommendations.legend import A_DAY, any_of, themes
from convene.years.past import AUDIENCES, DAYS_MOST, ITEM_KINDS, KINDS, PROGRESS, SUBJECTS


def of_meetings(body: Body) -> tuple[tuple[str, str], ...]:
    """The columns, each with what may stand in it."""
    return (
        ("starts on", f"Must be there. {A_DAY}; the meeting is over."),
        ("ends on", f"{A_DAY}; at most {DAYS_MOST - 1} days later. Left empty, the meeting is of one day."),
        (
            "symbol",
            (
                f"Yours, as {body.symbol}/2019/1. Lines with the same one are one meeting, with a line for each item. "
                "Left empty, one is drawn, and lines of the same title and first day are one meeting."
            ),
        ),
        ("title", "Left empty, it is made of kind and city."),
        ("kind", f"One of: {any_of(KINDS)}."),
        ("city", "By name."),
        ("zone", f"As Europe/Zurich. Left empty, that of the body: {body.zone}."),
        ("item", "One to a line. A meeting without items has one line."),
        ("item kind", f"One of: {any_of(ITEM_KINDS)}."),
        ("subject", f"One of: {any_of(SUBJECTS)}."),
        ("audience", f"One of: {any_of(AUDIENCES)}."),
        ("countries", "By name, with a comma between them."),
        ("theme", themes()),
        ("outcome", "What came of the item."),
        ("progress", f"One of: {any_of(PROGRESS)}."),
    )
