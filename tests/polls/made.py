"""Plain builders of date polls in the seeded world."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any

from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.accounts.proofs import Purpose, token
from convene.db import db, work
from convene.mail.models import OutboxMessage
from convene.people.queries import Holder, holders
from convene.polls import actions, telling
from convene.polls.models import Ballot, Poll, PollOption
from convene.polls.queries import option_rows
from convene.polls.terms import Choice, Question, When
from tests.browser import TESTS
from tests.build import BY, body, one, term_of

FIVE = ("primary_nl", "primary_us", "primary_gb", "primary_dk", "primary_au")
WHENS = (When(date(2027, 7, 6), time(14, 0)), When(date(2027, 7, 7), time(9, 0)), When(date(2027, 7, 8), time(22, 0)))
ZONE = "Europe/Amsterdam"


def people(*keys: str, symbol: str = "TNAP") -> list[Holder]:
    """Members of the cast, as they stand on record with a body. Needs an open transaction."""
    wanted = {term_of(key).id for key in keys}
    return [h for h in holders(body(symbol), clock.now()) if h.term.id in wanted]


def question(**given: Any) -> Question:
    """What is asked: two hours in The Hague, to be answered within ten days."""
    usual: dict[str, Any] = {
        "title": "When can you meet?",
        "template": "special-meeting",
        "minutes": 120,
        "days": 1,
        "city": "The Hague",
        "zone": ZONE,
        "respond_by": clock.now() + timedelta(days=10),
    }
    return Question(**(usual | given))


def a_poll(
    keys: Iterable[str] = FIVE, whens: Iterable[When] = WHENS, *, symbol: str = "TNAP", given: Any = None, **more: Any
) -> Poll:
    """A prepared poll. Needs an open transaction."""
    found = actions.prepare(
        body(symbol),
        question(**(given or {})),
        list(whens),
        people(*keys, symbol=symbol),
        by=BY,
        at=clock.now(),
        **more,
    )
    db.session.flush()  # Keys and ids are read by the tests.
    return found


def sent(keys: Iterable[str] = FIVE, whens: Iterable[When] = WHENS, **more: Any) -> Poll:
    """A poll that was sent."""
    found = a_poll(keys, whens, **more)
    telling.send(found, by=BY, at=clock.now())
    db.session.flush()
    return found


def ballot(poll: Poll, key: str) -> Ballot:
    """The ballot of a member of the cast."""
    found: Ballot = one(Ballot, poll_id=poll.id, person_id=term_of(key).person_id)
    return found


def rows(poll: Poll) -> list[PollOption]:
    """Its options in order of time."""
    return option_rows(poll.id)


def say(poll: Poll, key: str, *choices: Choice, remark: str = "", at: datetime | None = None) -> None:
    """A member of the cast answers, one word for each option. Needs an open transaction."""
    said = {row.key: choice for row, choice in zip(rows(poll), choices, strict=True)}
    actions.answer(ballot(poll, key).key, said, remark, at=at or clock.now())
    db.session.expire_all()


def queued(kind: str) -> dict[int, list[OutboxMessage]]:
    """Messages of a kind by person."""
    found: dict[int, list[OutboxMessage]] = {}
    for message in db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind)):
        found.setdefault(message.person_id or 0, []).append(message)
    return found


def ids(*keys: str) -> set[int]:
    """Internal ids of members of the cast."""
    return {term_of(key).person_id for key in keys}


def link(app: Flask, poll_key: str, key: str, purpose: Purpose = Purpose.POLL) -> str:
    """The path of somebody's personal link, as their mail has it now."""
    with app.app_context(), work(TESTS):
        found = ballot(one(Poll, key=poll_key), key)
        return f"/p/{token(purpose, found.key, found.generation)}"
