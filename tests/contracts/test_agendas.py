"""Every template in `agendas/` loads and keeps its own rule book; a broken one says where and what was expected."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path

import pytest

from convene.access.terms import Audience
from convene.agendas import rules as agenda_rules
from convene.agendas.templates import MeetingTemplate, meeting_templates, read
from convene.agendas.terms import Subject
from convene.findings import Level
from convene.meetings import rules as meeting_rules
from convene.meetings.terms import MeetingKind
from convene.packs.fonts import missing_letters
from convene.presets.reading import presets
from convene.toml_files import FileError
from tests.contracts.sources import ROOT

FIRST = date(2027, 9, 20)
FILES = sorted(path.stem for path in (ROOT / "agendas").glob("*.toml"))
GOOD = """
[meeting]
name = "A meeting"
kind = "briefing"
answers_due_days = 14
papers_due_days = 10
due_at = "18:00"
remind_days = [5, 2]

[[sessions]]
title = "Morning"
day = 1
opens = "10:00"
minutes = 120
audience = "open"

[[sessions.items]]
title = "Opening"
kind = "information"
minutes = 10
"""


def sittings(template: MeetingTemplate) -> list[meeting_rules.Sitting]:
    return [
        meeting_rules.Sitting(FIRST + timedelta(days=s.day - 1), s.opens, s.minutes, s.audience)
        for s in template.sessions
    ]


def test_templates_are_those_of_the_folder() -> None:
    assert sorted(meeting_templates()) == FILES
    assert {"briefing", "coordination-board"} <= set(FILES)


@pytest.mark.parametrize("key", FILES)
def test_template_can_be_drafted(key: str) -> None:
    template = meeting_templates()[key]
    all_sittings = sittings(template)
    for number, sitting in enumerate(all_sittings):
        others = all_sittings[:number] + all_sittings[number + 1 :]
        assert meeting_rules.session_findings(sitting, others=others, starts_on=FIRST, days_most=14) == []
    for session in template.sessions:
        minutes = [item.minutes for item in session.items]
        assert agenda_rules.overrun_finding(session.title, session.minutes, minutes) is None
        assert [f for item in minutes for f in agenda_rules.minutes_findings(item)] == []
    assert template.answers_due_days > 0
    assert all(0 < days < template.answers_due_days for days in template.remind_days)


@pytest.mark.parametrize("key", FILES)
def test_template_can_be_printed(key: str) -> None:
    template = meeting_templates()[key]
    words = [template.name, *(text for s in template.sessions for text in (s.title, s.guest_title))]
    words += [text for s in template.sessions for i in s.items for text in (i.title, i.lead, i.outcome)]
    assert {text: missing_letters(text) for text in words if missing_letters(text)} == {}


def regular_of(rule: str) -> list[str]:
    """The templates of regular meetings of those bodies for which a paragraph stands."""
    standing = (preset for preset in presets().values() if rule in preset.rules)
    used = {line.template for preset in standing for line in preset.cycle}
    return sorted(key for key in used if meeting_templates()[key].kind is MeetingKind.REGULAR)


def test_the_paragraphs_of_the_board_stand_for_its_own_template() -> None:
    assert regular_of("A5") == regular_of("A11") == ["coordination-board"]


@pytest.mark.parametrize("key", regular_of("A11"))
def test_template_of_a_regular_meeting_keeps_a5_and_a11(key: str) -> None:
    template = meeting_templates()[key]
    subjects = [item.subject for session in template.sessions for item in session.items]
    found = [
        meeting_rules.a11_two_days(sittings(template)),
        meeting_rules.a11_second_morning_open(sittings(template)),
        agenda_rules.a5_one_deep_dive(subjects),
    ]
    assert [(f.rule, f.level) for f in found] == [("A11", Level.KEPT), ("A11", Level.KEPT), ("A5", Level.KEPT)]


def test_coordination_board_is_a_regular_meeting() -> None:
    assert meeting_templates()["coordination-board"].kind is MeetingKind.REGULAR


def written(folder: Path, text: str) -> Path:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_read_fills_what_a_template_may_leave_out(tmp_path: Path) -> None:
    template = read(written(tmp_path, GOOD))
    (session,) = template.sessions
    (item,) = session.items
    assert (template.key, template.kind, template.due_at) == ("mine", MeetingKind.BRIEFING, time(18, 0))
    assert (session.guest_title, session.audience) == ("Your session", Audience.OPEN)
    assert (item.lead, item.outcome, item.takes_papers, str(item.subject)) == ("", "", True, "other")


MEETING, SESSION, ITEM = "[meeting]", "session 1", "session 1, item 1"
TEXT = "must be text between quotation marks"
KINDS = "“regular meeting”, “special meeting”, “working group”, “briefing”, “gathering”"
OF_MEETING = "name, kind, answers_due_days, papers_due_days, due_at, remind_days"
OF_SESSION = "title, guest_title, day, opens, minutes, audience, items"


@pytest.mark.parametrize(
    "old, new, said",
    [
        ("[meeting]", "[[meeting]]", ", line 2: “meeting” must be a table that begins with [meeting]; found a list"),
        ("[meeting]", "[meetings]", ", line 2: “meetings” is not known here; known are meeting, round, sessions"),
        ('name = "A meeting"', "", f", line 2, {MEETING}: “name” {TEXT}; it is missing"),
        ('name = "A meeting"', "name = 7", f", line 3, {MEETING}: “name” {TEXT}; found 7"),
        ('name = "A meeting"', 'name = " "', f", line 3, {MEETING}: “name” must not be empty"),
        (
            'name = "A meeting"',
            'nmae = "A meeting"',
            f", line 3, {MEETING}: “nmae” is not known here; known are {OF_MEETING}",
        ),
        (
            'kind = "briefing"',
            'kind = "party"',
            f", line 4, {MEETING}: “kind” must be one of {KINDS}; found “party”",
        ),
        (
            "answers_due_days = 14",
            "answers_due_days = true",
            f", line 5, {MEETING}: “answers_due_days” must be a whole number from 0 to 365; found true",
        ),
        (
            "papers_due_days = 10",
            "papers_due_days = -1",
            f", line 6, {MEETING}: “papers_due_days” must be a whole number from 0 to 365; found -1",
        ),
        (
            'due_at = "18:00"',
            'due_at = "6 pm"',
            f", line 7, {MEETING}: “due_at” must be an hour such as “09:30”; found “6 pm”",
        ),
        (
            'due_at = "18:00"',
            "due_at = 18:00:00",
            f", line 7, {MEETING}: “due_at” must be an hour such as “09:30”; found 18:00:00",
        ),
        (
            "remind_days = [5, 2]",
            "remind_days = 5",
            f", line 8, {MEETING}: “remind_days” must be a list of whole numbers from 1 to 365; found 5",
        ),
        (
            "remind_days = [5, 2]",
            'remind_days = [\n  5, # five\n  "a week",\n]',
            f", line 8, {MEETING}: “remind_days” must be a list of whole numbers from 1 to 365; found [5, “a week”]",
        ),
        ("day = 1", "", f", line 10, {SESSION}: “day” must be a whole number from 1 to 14; it is missing"),
        (
            'opens = "10:00"',
            'opens = "25:00"',
            f", line 13, {SESSION}: “opens” must be an hour such as “09:30”; found “25:00”",
        ),
        (
            'audience = "open"',
            'audience = "public"',
            f", line 15, {SESSION}: “audience” must be one of “closed”, “open”; found “public”",
        ),
        (
            'title = "Morning"',
            'titel = "Morning"',
            f", line 11, {SESSION}: “titel” is not known here; known are {OF_SESSION}",
        ),
        (
            "[[sessions.items]]",
            "[[sessions.item]]",
            f", line 17, {SESSION}: “item” is not known here; known are {OF_SESSION}",
        ),
        (
            "[[sessions.items]]",
            "[sessions.items]",
            f", line 17, {SESSION}: “items” must be tables that begin with [[sessions.items]]; found a table",
        ),
        (
            'kind = "information"',
            'kind = "chat"',
            f", line 19, {ITEM}: “kind” must be one of “decision”, “discussion”, “information”; found “chat”",
        ),
        (
            "minutes = 10",
            'minutes = "ten"',
            f", line 20, {ITEM}: “minutes” must be a whole number from 1 to 600; found “ten”",
        ),
        (
            "minutes = 10",
            "minutes = 10\ntakes_papers = 1",
            f", line 21, {ITEM}: “takes_papers” must be true or false; found 1",
        ),
        ("minutes = 10", "minutes = ", ", line 20: no value can be read here; text stands between quotation marks"),
        ("minutes = 10", "minutes = 10\nminutes = 20", ", line 21: this key stands there already"),
        ('title = "Opening"', 'title = "Opening', ", line 18: a quotation mark is missing at the end of the line"),
    ],
)  # fmt: skip
def test_read_names_file_line_place_and_what_was_expected(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert GOOD.count(old) == 1
    with pytest.raises(FileError) as caught:
        read(written(tmp_path, GOOD.replace(old, new)))
    assert str(caught.value) == f"mine.toml{said}"


def test_read_names_the_known_subjects(tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        read(written(tmp_path, f'{GOOD}subject = "gossip"\n'))
    known = ", ".join(f"“{subject}”" for subject in Subject)
    assert str(caught.value) == f"mine.toml, line 21, {ITEM}: “subject” must be one of {known}; found “gossip”"


def test_read_counts_sessions_and_items(tmp_path: Path) -> None:
    again = GOOD.split("[[sessions]]", maxsplit=1)[1].replace('title = "Opening"', "title = 1")
    with pytest.raises(FileError) as caught:
        read(written(tmp_path, f"{GOOD}[[sessions]]{again}"))
    expected = "session 2, item 1: “title” must be text between quotation marks; found 1"
    assert str(caught.value) == f"mine.toml, line 29, {expected}"


def test_read_is_not_misled_by_what_only_looks_like_a_key(tmp_path: Path) -> None:
    text = GOOD.replace('name = "A meeting"', 'name = """\n[sessions]\nminutes = "[" \\""" # ] kind = 1\n"""').replace(
        'kind = "briefing"', "kind = 'party'"
    )
    with pytest.raises(FileError) as caught:
        read(written(tmp_path, text))
    assert str(caught.value).startswith("mine.toml, line 7, [meeting]: “kind” must be one of")


@pytest.mark.parametrize(
    "content, said",
    [
        (b'name = "\xff"', "mine.toml: the file must be saved as UTF-8"),
        (b"", "mine.toml: “meeting” must be a table that begins with [meeting]; it is missing"),
        (b"days = [1,", "mine.toml, at its end: no value can be read here; text stands between quotation marks"),
    ],
)  # fmt: skip
def test_read_of_a_file_that_cannot_be_read_says_why(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(content)
    with pytest.raises(FileError) as caught:
        read(path)
    assert str(caught.value) == said


def test_read_of_a_missing_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(FileError) as caught:
        read(tmp_path / "none.toml")
    assert str(caught.value) == "none.toml: the file cannot be read: No such file or directory"


def test_read_of_a_session_that_is_no_table_names_its_line(tmp_path: Path) -> None:
    head = GOOD.split("[[sessions]]", maxsplit=1)[0].replace("[meeting]", "sessions = [1]\n[meeting]")
    with pytest.raises(FileError) as caught:
        read(written(tmp_path, head))
    said = "“sessions” must be tables that begin with [[sessions]]; found [1]"
    assert str(caught.value) == f"mine.toml, line 2: {said}"
