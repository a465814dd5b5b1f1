"""Planted words: nobody comes upon a word they are not entitled to, by any outlet; whoever is entitled does."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache

import pytest

from convene import clock
from convene.agendas.terms import Subject
from convene.db import db, work
from convene.demo.cast import CAST
from convene.invitations.actions import Portions, admit, remind, withdraw
from convene.invitations.telling import retell
from convene.meetings.models import Meeting, MeetingSession
from convene.papers.actions import release
from convene.papers.models import Paper, PaperVersion
from tests.access.crawl import Answer, Letter, answer_of, crawl, letters
from tests.access.planted import Planted, Word, plant
from tests.access.rows import ROWS
from tests.access.standing import EVERYBODY
from tests.access.world import Ledger, World, database_file, path_of
from tests.browser import TESTS, character
from tests.build import BY, invitation_of, item_of, one, open_session

ODD = ("/nothing-here", "/meetings", "/sign-in?next=/meetings", "/static/", "/fonts/none.ttf", "/i/x", "/feed/x.ics")

# A word as it is planted (tests.access.planted).
MARKS = re.compile("(?=(zq[a-z]{7}q))")
OUTLETS = ("page", "pdf", "calendar", "archive", "file")

SECRET = (
    "text feed", "text link", "text sign-in", "text poll", "text poll closed", "text poll draft", "confirmation own",
)  # fmt: skip


@pytest.fixture(scope="module")
def planted(world: World) -> Planted:
    """The world with a word in every closed text."""
    return plant(world)


def addresses(world: World) -> list[str]:
    """The home page, and every address that can be asked for by GET, for every object whose key is known.

    Without the addresses that are a person's own secret: their feed, their link.
    """
    found = ["/", *ODD]
    rules = {rule.endpoint: rule for rule in world.app.url_map.iter_rules()}
    for (endpoint, method), row in ROWS.items():
        kind = f"{row.about} " if row.about else ""
        names = [n for n in world.keys if n.startswith(kind) and n not in SECRET] if kind else [""]
        if method == "GET":
            found += [path_of(world, endpoint, rules[endpoint].arguments, name) for name in names]
    entries = [f"/meetings/{world.keys[n]}/meeting.ics?entries=items" for n in world.keys if n.startswith("meeting ")]
    return found + entries


def everything(answer: Answer) -> str:
    """All that a browser receives: address, headers, text."""
    return f"{answer.path}\n{answer.headers}\n{answer.text}".lower()


def read_in(answers: list[Answer]) -> dict[str, set[str]]:
    """The marks that were come upon, with the addresses where."""
    found: dict[str, set[str]] = {}
    for answer in answers:
        for mark in MARKS.findall(everything(answer)):
            found.setdefault(mark, set()).add(answer.path)
    return found


def leaks(answers: list[Answer], reader: str, words: Planted) -> list[str]:
    """Each word that this reader came upon without being entitled to it, with the addresses."""
    found = read_in(answers)
    forbidden = [w for w in words.words.values() if reader not in w.allowed]
    return [f"{w.label} at {path}" for w in forbidden for path in sorted(found.get(w.mark, ()))]


def unread(answers: list[Answer], reader: str, words: Planted) -> list[str]:
    """Each word that this reader is entitled to and did not come upon, on a page or on another outlet that has it."""
    by_outlet = {outlet: set(read_in([a for a in answers if a.outlet == outlet])) for outlet in OUTLETS}
    # A paper is a PDF too: its body is read where files are.
    by_outlet["file"] |= by_outlet["pdf"]
    found = []
    for word in words.words.values():
        if reader in word.on_page and word.mark not in by_outlet["page"]:
            found.append(f"{word.label} on no page")
        if reader in word.out_to:
            found += [f"{word.label} in no {o}" for o in word.outlets if word.mark not in by_outlet[o]]
    return found


@pytest.fixture(scope="module")
def crawled(world: World, planted: Planted) -> Callable[[str], list[Answer]]:
    """All that a reader can have, asked for once."""
    return cache(lambda reader: crawl(world.browsers[reader], addresses(world)))


@pytest.mark.parametrize("reader", sorted(EVERYBODY))
def test_nobody_comes_upon_what_is_closed_to_them_and_everybody_upon_what_is_open(
    crawled: Callable[[str], list[Answer]], planted: Planted, reader: str
) -> None:
    answers = crawled(reader)

    assert [a.path for a in answers if a.status >= 500] == []
    assert "; ".join(leaks(answers, reader, planted)) == ""
    assert "; ".join(unread(answers, reader, planted)) == ""


def test_calendars_hold_no_item_title_country_or_paper_for_anybody(
    crawled: Callable[[str], list[Answer]], planted: Planted
) -> None:
    calendars = [
        answer
        for reader in ("secretary", "primary_nl", "speaker_on_link", "ngo_guest", "ngo_guest by link")
        for answer in crawled(reader)
        if answer.outlet == "calendar"
    ]

    assert len([a for a in calendars if "BEGIN:VEVENT" in a.text]) > 10
    assert [(w.label, a.path) for w in of_the_agenda(planted) for a in calendars if w.mark in everything(a)] == []


def of_the_agenda(planted: Planted) -> list[Word]:
    """Words that neither mail nor calendar holds, for anybody (settled 6)."""
    return [word for word in planted.words.values() if word.is_agenda]


@pytest.fixture(scope="module")
def mails(world: World, planted: Planted) -> Iterator[list[Letter]]:
    """Every kind of letter about the meeting, sent to the outbox folder; the world is put back after that."""
    ledger = Ledger(database_file(world.app))
    letters(world.app)
    with world.app.app_context(), work(TESTS):
        meeting = one(Meeting, key=world.keys["meeting convened"])
        for session in (open_session(meeting), _closed(meeting)):
            session.room += "new"
        retell(meeting, at=clock.now())
        remind(meeting, by=BY, at=clock.now())
        withdraw(invitation_of("observer_fr", meeting), meeting, by=BY, at=clock.now())
    found = letters(world.app)
    yield found
    ledger.put_back()
    ledger.close()


def _closed(meeting: Meeting) -> MeetingSession:
    """The closed session of which nobody without a seat is admitted to anything."""
    item = item_of(meeting, Subject.SITUATION_UPDATE)
    found: MeetingSession = one(MeetingSession, id=item.session_id)
    return found


def reader_of(letter: Letter, planted: Planted) -> str:
    """The character to whom a letter goes."""
    by_address = {character(c.key).address: c.key for c in CAST}
    if letter.to.endswith(("@registrant.example", "@minister.example")):
        return "stranger"  # Who registered and who is written to are no users.
    survivors = planted.words["guest address"].mark + "@tnap.example"
    return (by_address | {survivors: "ngo_survivors", "desk@taprc.example": "desk_oxford"})[letter.to]


# What a letter tells the person to whom it goes, beside what their pages show.
MAILED = {
    "ngo_survivors": {"guest name", "guest address", "covering note"},
    "ngo_at_risk": set[str](),
    "desk_oxford": {"desk officer name"},  # Whom a member named as its desk officer, in the world.
}


def test_no_letter_holds_what_its_reader_may_not_see(planted: Planted, mails: list[Letter]) -> None:
    found = []
    for letter in mails:
        reader = reader_of(letter, planted)
        own = MAILED.get(reader, {"covering note"})
        text = letter.text.lower()
        found += [
            f"{word.label} to {reader}"
            for word in planted.words.values()
            if word.mark in text and reader not in word.allowed and word.label not in own
        ]

    assert found == []


def test_letters_reach_everybody_invited_with_what_is_theirs(planted: Planted, mails: list[Letter]) -> None:
    told: dict[str, str] = {}
    for letter in mails:
        told[reader_of(letter, planted)] = told.get(reader_of(letter, planted), "") + letter.text.lower()

    closed, opened = planted.words["closed session title"].mark, planted.words["open session guest_title"].mark
    assert {reader for reader, text in told.items() if closed in text} == {k for k in told if k.startswith("primary_")}
    assert {"ngo_guest", "ngo_documentation", "ngo_survivors", "observer_fr"} <= {
        reader for reader, text in told.items() if opened in text
    }
    assert opened not in told["ngo_at_risk"]
    assert planted.words["covering note"].mark in told["primary_nl"]
    kinds = ("invitation", "changed", "your answer, please", "cancelled")
    assert [k for k in kinds if not any(f"subject: {k}" in text for text in told.values())] == []


def test_no_letter_holds_an_item_title_country_or_paper(planted: Planted, mails: list[Letter]) -> None:
    assert len(mails) > 20
    assert [(w.label, m.to) for w in of_the_agenda(planted) for m in mails if w.mark in m.text.lower()] == []


def test_one_admission_too_many_is_caught(world: World, planted: Planted) -> None:
    ledger = Ledger(database_file(world.app))
    with world.app.app_context(), work(TESTS):
        meeting = one(Meeting, key=world.keys["meeting convened"])
        portions = Portions(sessions=(_closed(meeting),), reason="By mistake")
        admit(invitation_of("ngo_guest", meeting), portions, by=BY, at=clock.now())
        retell(meeting, at=clock.now())
    answers = crawl(world.browsers["ngo_guest"], addresses(world))
    ledger.put_back()
    ledger.close()

    found = {leak.split(" at ")[0] for leak in leaks(answers, "ngo_guest", planted)}

    wanted = {f"closed session {name}" for name in ("room", "getting_in", "video_link")}
    assert wanted | {f"closed item {name}" for name in ("title", "outcome", "lead", "countries", "video_link")} <= found
    outlets = {a.outlet for a in answers for w in wanted if planted.words[w].mark in everything(a)}
    assert {"page", "pdf", "calendar"} <= outlets


def test_a_paper_released_too_widely_is_caught(world: World, planted: Planted) -> None:
    ledger = Ledger(database_file(world.app))
    with world.app.app_context(), work(TESTS):
        found = one(Paper, key=world.keys["paper guest"])
        versions = db.session.query(PaperVersion).filter_by(paper_id=found.id).all()
        release(found, versions, to_admitted=True, by=BY, at=clock.now())
    answers = crawl(world.browsers["ngo_guest by link"], addresses(world))
    ledger.put_back()
    ledger.close()

    labels = {leak.split(" at ")[0] for leak in leaks(answers, "ngo_guest by link", planted)}

    assert labels == {f"paper guest {name}" for name in ("title", "from_whom", "file_name", "body")}


@pytest.mark.parametrize("reader", ["stranger", "desk_nl", "ngo_guest", "ngo_guest by link", "focal_point_gh"])
def test_no_refusal_of_a_form_says_what_is_closed(world: World, planted: Planted, reader: str) -> None:
    browser, ledger = world.browsers[reader], Ledger(database_file(world.app))
    posts = [
        path_of(world, rule.endpoint, rule.arguments, name)
        for rule in world.app.url_map.iter_rules()
        if (rule.endpoint, "POST") in ROWS
        for name in world.keys
        if rule.arguments == {name.split(" ", 1)[0]} and not rule.arguments & {"text", "visit"}
    ]
    answers = []
    for path in posts:
        sent = (browser.post(path, {"reply": "no"}), browser.client.post(path), browser.client.put(path))
        answers += [answer_of(path, response) for response in sent]
        ledger.put_back()
    ledger.close()

    assert len(answers) > 100
    assert leaks(answers, reader, planted) == []
