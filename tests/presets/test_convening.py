"""Every preset convened end to end: body, year, a meeting, invitations, answers, agenda; and what it closes is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import select

from convene.access.terms import Audience
from convene.db import db, work
from convene.invitations.models import Invitation
from convene.presets.reading import presets
from tests.access.crawl import crawl, letters, words_in
from tests.browser import TESTS
from tests.conftest import NOW, let_go
from tests.presets.convened import YEAR, Convened, preset_of, sessions_of

RANDOM = re.compile(r"(?:(?<=session-)|(?<![\w-]))[\w-]{22}(?![\w-])")
SIGNED = re.compile(r"\.?[\w-]{30,120}\.[\w-]{6}\.[\w-]{27}|/i/[\w.-]{30,}|/feed/[\w.-]{30,}")
MAIL = re.compile(r"(?m)=_[0-9a-f]{40}|^(?:Message-ID|Date): .*$")
HIDDEN = ("Vault", "vaulted@")


@pytest.fixture
def still() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.mark.parametrize("key", presets())
def test_a_preset_is_convened_end_to_end(still: time_machine.Traveller, tmp_path: Path, key: str) -> None:
    made = Convened(preset_of(key), tmp_path / "instance")
    sent = letters(made.app)

    assert sorted(m.to for m in sent) == sorted([*made.members, made.OUTSIDER])
    assert all("METHOD:REQUEST" in m.text for m in sent)
    named = {t for s in sessions_of(made.line) for t in (s.title, s.guest_title)}
    titles = {i.title for s in sessions_of(made.line) for i in s.items}
    for mail in sent:
        # Names of sessions are told, items never (settled 6).
        assert [t for t in titles if t in mail.text and not any(t in name for name in named)] == []
    outsider = made.by_link(made.OUTSIDER)
    made.answer(outsider, "by-video")
    for address in made.members:
        made.answer(made.by_link(address), "in-person")
    with made.app.app_context(), work(TESTS):
        answers = sorted(str(a) for a in db.session.scalars(select(Invitation.partstat)))
    assert answers == ["ACCEPTED"] * (1 + len(made.members))
    whole = words_in(made.secretary.get(f"/meetings/{made.meeting}/agenda.pdf").data, "")
    assert [t for t in titles if "".join(t.split()) not in whole] == []
    for address in made.members:
        theirs = words_in(made.browser(address).get(f"/meetings/{made.meeting}/agenda.pdf").data, "")
        assert [t for t in titles if "".join(t.split()) not in theirs] == []
    let_go(made.app)


@pytest.mark.parametrize("key", presets())
def test_whoever_is_admitted_to_a_part_is_given_that_part_alone(
    still: time_machine.Traveller, tmp_path: Path, key: str
) -> None:
    made = Convened(preset_of(key), tmp_path / "instance")
    opened = [s for s in sessions_of(made.line) if s.audience is Audience.OPEN]
    closed = [s for s in sessions_of(made.line) if s.audience is Audience.CLOSED]
    outsider = made.browser(made.OUTSIDER)
    page = outsider.text(f"/meetings/{made.meeting}")
    pdf = words_in(outsider.get(f"/meetings/{made.meeting}/agenda.pdf").data, "")

    if opened:
        shown = [i.title for i in opened[0].items]
        rest = [i.title for s in [*opened[1:], *closed] for i in s.items if i.title not in shown]
    else:
        shown, rest = [closed[0].items[0].title], [i.title for s in closed for i in s.items][1:]
    assert [t for t in shown if t not in page.replace("&#39;", "’") or "".join(t.split()) not in pdf] == []
    assert [t for t in rest if t in page or "".join(t.split()) in pdf] == []
    assert outsider.get(f"/bodies/{made.body}").status_code == 404
    assert f"/{YEAR}/" not in page + pdf  # No symbol of the meeting (settled 4, 5).
    let_go(made.app)


def taken_down(made: Convened) -> dict[str, object]:
    """All that the outsider receives, by link and signed in; what is drawn by lot is named in order of appearance."""
    found: dict[str, object] = {}
    names: dict[str, str] = {}

    def masked(text: str) -> str:
        text = MAIL.sub("", SIGNED.sub("signed", text))
        return RANDOM.sub(lambda m: names.setdefault(m[0], f"key {len(names)}"), text)

    starts = ["/", "/bodies", f"/meetings/{made.meeting}", f"/meetings/{made.meeting}/participants"]
    for who, browser in (("link", made.by_link(made.OUTSIDER)), ("signed in", made.browser(made.OUTSIDER))):
        for number, answer in enumerate(crawl(browser, starts)):
            assert answer.status < 500, answer.path
            headers = [(k, masked(v)) for k, v in answer.headers if k not in ("Set-Cookie", "ETag")]
            found[f"{who} {number}"] = (masked(answer.path), answer.status, headers, masked(answer.text))
    own = [m for m in letters(made.app) if m.to == made.OUTSIDER]
    found["mails"] = [masked(m.text) for m in own]
    return found


@pytest.mark.parametrize("key", presets())
def test_what_a_preset_closes_is_not_told_by_two_worlds(tmp_path: Path, key: str) -> None:
    worlds = []
    for hidden in (False, True):
        with time_machine.travel(NOW, tick=False) as moment:
            made = Convened(preset_of(key), tmp_path / str(hidden), hidden=hidden)
            letters(made.app)
            moment.shift(timedelta(hours=1))
            worlds.append(taken_down(made))
            secretary = made.secretary.text(f"/meetings/{made.meeting}")
            let_go(made.app)
        assert any(word in secretary for word in HIDDEN) is hidden

    assert worlds[0] == worlds[1]
    assert not any(word in str(worlds) for word in HIDDEN)
