"""Two note-takers in one item at once, a thousand random edits: nothing that either wrote is lost."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass, field

import pytest
from flask import Flask
from sqlalchemy import select

from convene import clock
from convene.agendas.models import AgendaItem
from convene.db import db, new_key, work
from convene.findings import Refused
from convene.journal import JournalEntry
from convene.meetings.actions import move_to
from convene.meetings.models import Meeting
from convene.meetings.terms import MeetingState
from convene.records import notes
from convene.records.models import NoteConflict, NoteParagraph, NoteVersion
from convene.records.terms import Choice, Marking, Said, Written
from tests.browser import TESTS
from tests.build import a_draft, count, one, sessions
from tests.records.made import a_sitting, changed, item, new, noted

EDITS = 1000


@dataclass(slots=True)
class Copy:
    """What one note-taker has on their page of one paragraph."""

    key: str
    origin: str
    opened: int
    said: Said


@dataclass(slots=True)
class Taker:
    """A note-taker whose page grows old between two saves; whether each word that they add is a sentence of its own."""

    name: str
    page: dict[str, Copy] = field(default_factory=dict)
    sentences: bool = False

    def load(self, rows: list[NoteParagraph]) -> None:
        """Open the page anew."""
        self.page = {p.origin: Copy(p.key, p.origin, p.revision, notes.said(p)) for p in rows if not p.is_removed}

    def write(self, chance: random.Random, word: str) -> None:
        """Add a paragraph, or a word at one end of one that is there; mark or name one now and then."""
        if not self.page or chance.random() < 0.05:
            origin = new_key()
            self.page[origin] = Copy("", origin, 0, Said(word))
            return
        copy = chance.choice(list(self.page.values()))
        said = copy.said
        if chance.random() < 0.1:
            copy.said = Said(said.text, chance.choice(list(Marking)), said.heading)
        if self.sentences:
            word = f"{word}."
        text = f"{said.text} {word}" if chance.random() < 0.5 else f"{word} {said.text}"
        copy.said = Said(text, copy.said.marking, copy.said.heading)

    def sends(self) -> list[Written]:
        """What the page sends, as the form does: every paragraph."""
        return [Written(c.key, "" if c.key else c.origin, c.opened, c.said) for c in self.page.values()]


@pytest.mark.parametrize("seed, sentences", [(1, False), (2, True)])
def test_a_thousand_random_edits_of_two_lose_nothing(app: Flask, seed: int, sentences: bool) -> None:
    chance = random.Random(seed)
    takers = [Taker("anna", sentences=sentences), Taker("ben", sentences=sentences)]
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        target = item(meeting)
        written: set[str] = set()
        settled = 0
        for number in range(EDITS):
            taker = chance.choice(takers)
            word = f"{taker.name}{number:04d}"
            taker.write(chance, word)
            written.add(word)
            if chance.random() < 0.5:
                notes.take_down(target, meeting, taker.sends(), by=taker.name, at=clock.now())
                taker.load(paragraphs(target))
            if chance.random() < 0.05:
                settled += choose(target, meeting, chance)
        for taker in takers:
            notes.take_down(target, meeting, taker.sends(), by=taker.name, at=clock.now())
            taker.load(paragraphs(target))
        db.session.flush()
        rows = paragraphs(target)
        live = words(p.text for p in rows if not p.is_removed)
        beside = db.session.scalars(select(NoteConflict)).all()
        also = words(c.text for c in beside)

        assert written - (live | also) == set()  # Each stands, or stands beside to be chosen or as somebody chose.
        assert written - (words(v.text for v in db.session.scalars(select(NoteVersion))) | also) == set()
        assert settled > 0
        assert [p.revision for p in rows] == [count(NoteVersion, paragraph_id=p.id) for p in rows]


def words(texts: Iterable[str]) -> set[str]:
    return set(" ".join(texts).replace(".", " ").split())


def paragraphs(target: AgendaItem) -> list[NoteParagraph]:
    db.session.flush()
    return list(db.session.scalars(select(NoteParagraph).where(NoteParagraph.item_key == target.key)))


def choose(target: AgendaItem, meeting: Meeting, chance: random.Random) -> int:
    """Choose in one place where two wrote the same: keep both, so that no word is given up."""
    open_ones = db.session.scalars(select(NoteConflict).where(NoteConflict.settled_at.is_(None))).all()
    if not open_ones:
        return 0
    notes.settle(target, meeting, chance.choice(open_ones).key, Choice.BOTH, by="ben", at=clock.now())
    db.session.flush()
    return 1


def test_a_form_sent_twice_begins_one_paragraph(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        target, first = item(a_sitting()), new("Once.")
        noted(target, first)
        rows = noted(target, first)

        assert [p.text for p in rows] == ["Once."]
        assert count(NoteVersion) == 1


def test_different_paragraphs_of_two_come_together(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        target = item(a_sitting())
        one_, two = noted(target, new("One."), new("Two."))
        noted(target, changed(one_, "One by Anna.", opened=1), by="anna")
        rows = noted(target, changed(one_, "One.", opened=1), changed(two, "Two by Ben.", opened=1), by="ben")

        assert [p.text for p in rows] == ["One by Anna.", "Two by Ben."]
        assert count(NoteConflict) == 0


def test_different_sentences_of_two_come_together_in_one_paragraph(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        target = item(a_sitting())
        (first,) = noted(target, new("One. Two. Three."))
        noted(target, changed(first, "One. Two by Anna. Three.", opened=1), by="anna")
        rows = noted(target, changed(first, "One. Two. Three. Four by Ben.", opened=1), by="ben")

        assert [p.text for p in rows] == ["One. Two by Anna. Three. Four by Ben."]
        assert (count(NoteConflict), count(NoteVersion)) == (0, 3)


@pytest.mark.parametrize(
    "choice, texts",
    [
        (Choice.THEIRS, ["By Anna.", "Last."]),
        (Choice.MINE, ["By Ben.", "Last."]),
        (Choice.BOTH, ["By Anna.", "By Ben.", "Last."]),
    ],
)
def test_a_choice(app: Flask, choice: Choice, texts: list[str]) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        target = item(meeting)
        first, _ = noted(target, new("One."), new("Last."))
        noted(target, changed(first, "By Anna."), by="anna")
        noted(target, changed(first, "By Ben.", opened=1), by="ben")
        notes.settle(target, meeting, one(NoteConflict).key, choice, by="anna", at=clock.now())

        assert [p.text for p in noted(target)] == texts
        assert one(NoteConflict).text == "By Ben."  # It stays, whatever was chosen.


def test_a_text_takes_no_place_of_words_that_were_not_read(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        target = item(a_sitting())
        (first,) = noted(target, new("One."))
        noted(target, changed(first, "By Anna."), by="anna")
        noted(target, changed(first, "By Ben.", opened=1), by="ben")
        opened = first.revision
        noted(target, changed(first, "By Anna, and a long addition.", opened=opened), by="anna")
        key = one(NoteConflict).key
        with pytest.raises(Refused, match="wrote on while you had the page open"):
            notes.refuse_stale_choice(target, key, Choice.MINE, (changed(first, "By Anna.", opened=opened),))
        for choice, revision in ((Choice.MINE, first.revision), (Choice.THEIRS, opened), (Choice.BOTH, opened)):
            notes.refuse_stale_choice(target, key, choice, (changed(first, "By Anna.", opened=revision),))


def test_a_page_that_claims_to_be_newer_than_the_newest_takes_nobodys_place(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        target = item(a_sitting())
        (first,) = noted(target, new("By Anna."))
        rows = noted(target, changed(first, "By Ben.", opened=999_999), by="ben")

        assert [p.text for p in rows] == ["By Anna."]
        assert one(NoteConflict).text == "By Ben."


def test_a_removed_paragraph_is_brought_back(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        target = item(meeting)
        (first,) = noted(target, new("One."))
        gone = Written(first.key, "", 1, Said("", is_removed=True))
        assert [p.is_removed for p in noted(target, gone)] == [True]
        notes.bring_back(target, meeting, first.key, by="anna", at=clock.now())

        assert (first.text, first.is_removed, first.revision) == ("One.", False, 3)


def test_notes_of_a_draft_are_refused_and_nothing_is_kept(app: Flask) -> None:
    with app.app_context(), work(TESTS):
        meeting = a_draft()
        target = item(meeting)
        lines = count(JournalEntry)
        with pytest.raises(Refused):
            noted(target, new("Too early."))

        assert (count(NoteParagraph), count(JournalEntry)) == (0, lines)


def test_notes_follow_an_item_that_is_removed_and_put_back(app: Flask) -> None:
    """They hang from its key: another item that gets its number does not get its notes."""
    with app.app_context(), work(TESTS):
        meeting = a_sitting()
        target = item(meeting)
        noted(target, new("One."))
        move_to(meeting, MeetingState.CONCLUDED, by="tests", at=clock.now())

        assert count(NoteParagraph, item_key=target.key) == 1
        assert len(sessions(meeting)) > 1
