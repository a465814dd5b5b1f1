"""Date polls of the access tests: one that runs, one that is prepared, one of another body, one that is closed."""

from __future__ import annotations

from convene import clock
from convene.accounts.proofs import Purpose, token
from convene.polls import actions
from convene.polls.models import Ballot, Occasion, Poll
from convene.polls.terms import Choice
from tests.build import BY, one
from tests.polls import made

POLLED = ("primary_nl", "primary_us", "ngo_guest")


def _keys(name: str, poll: Poll, ballot: Ballot) -> dict[str, str]:
    return {f"poll {name}": poll.key, f"option {name}": made.rows(poll)[0].key, f"ballot {name}": ballot.key}


def _link(ballot: Ballot) -> str:
    return token(Purpose.POLL, ballot.key, ballot.generation)


def polls() -> dict[str, str]:
    """Polls in every state under their names. Needs an open transaction."""
    running = made.sent(POLLED, subject="The border", is_told=False)
    for key in ("primary_nl", "primary_us"):
        made.say(running, key, Choice.YES, Choice.IF_NEED_BE, Choice.NO, remark="A word")
    other = made.sent(["steering_oxford"], symbol="TAPRC")
    closed = made.sent(POLLED)
    actions.close(closed, by=BY, at=clock.now())
    prepared = made.a_poll(POLLED)
    keys = _keys("convened", running, made.ballot(running, "primary_nl"))
    keys |= _keys("draft", prepared, made.ballot(prepared, "primary_nl"))
    keys |= _keys("other", other, made.ballot(other, "steering_oxford"))
    return keys | {
        "text poll": _link(made.ballot(running, "ngo_guest")),
        "text poll closed": _link(made.ballot(closed, "ngo_guest")),
        "text poll draft": _link(made.ballot(prepared, "ngo_guest")),
    }


def occasion() -> Occasion:
    """What the running poll is about."""
    found: Occasion = one(Occasion, subject="The border")
    return found
