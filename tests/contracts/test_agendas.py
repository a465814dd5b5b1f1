"""Every template in `agendas/` loads and keeps its own rule book; a broken one says where and what was expected."""

from __future__ import annotations

from datetime import date, time, timedelta
from pathlib import Path

import pytest

from convene.access.terms import Audience
from convene.agendas import rules as agenda_rules
from convene.agendas.templates import MeetingTemplate, TemplateError, meeting_templates, read
from convene.findings import Level
from convene.meetings import rules as meeting_rules
from convene.meetings.terms import MeetingKind
from convene.packs.fonts import missing_letters
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


@pytest.mark.parametrize("key", [key for key in FILES if meeting_templates()[key].kind is MeetingKind.REGULAR])
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


MEETING, SESSION, ITEM = "mine.toml, [meeting]", "mine.toml, session 1", "mine.toml, session 1, item 1"


@pytest.mark.parametrize(
    "old, new, said",
    [
        ("[meeting]", "[[meeting]]", "mine.toml: “meeting” must be a dict"),
        ("[meeting]", "[meetings]", "mine.toml: “meeting” must be a dict"),
        ('name = "A meeting"', "", f"{MEETING}: “name” must be a str, found None"),
        ('name = "A meeting"', "name = 7", f"{MEETING}: “name” must be a str, found 7"),
        ('name = "A meeting"', 'nmae = "A meeting"', f"{MEETING}: “nmae” is not known; known are name"),
        ('kind = "briefing"', 'kind = "party"', f"{MEETING}: “kind” must be one of regular meeting, special meeting"),
        ("answers_due_days = 14", "answers_due_days = true", f"{MEETING}: “answers_due_days” must be a int, found"),
        ('due_at = "18:00"', 'due_at = "6 pm"', f"{MEETING}: “due_at” must be an hour such as 09:30"),
        ("remind_days = [5, 2]", "remind_days = 5", f"{MEETING}: “remind_days” must be a list, found 5"),
        ("remind_days = [5, 2]", 'remind_days = ["a week"]', f"{MEETING}: “remind_days” must be a list of whole"),
        ("day = 1", "", f"{SESSION}: “day” must be a int, found None"),
        ('opens = "10:00"', 'opens = "25:00"', f"{SESSION}: “opens” must be an hour such as 09:30"),
        ('audience = "open"', 'audience = "public"', f"{SESSION}: “audience” must be one of closed, open"),
        ('title = "Morning"', 'titel = "Morning"', f"{SESSION}: “titel” is not known; known are title"),
        ("[[sessions.items]]", "[[sessions.item]]", f"{SESSION}: “item” is not known"),
        ('kind = "information"', 'kind = "chat"', f"{ITEM}: “kind” must be one of decision, discussion, information"),
        ("minutes = 10", 'minutes = "ten"', f"{ITEM}: “minutes” must be a int, found 'ten'"),
        ("minutes = 10", 'minutes = 10\nsubject = "gossip"', f"{ITEM}: “subject” must be one of procedure"),
        ("minutes = 10", "minutes = 10\ntakes_papers = 1", f"{ITEM}: “takes_papers” must be a bool, found 1"),
        ("minutes = 10", "minutes = ", "mine.toml: Invalid value (at line 20, column 11)"),
    ],
)  # fmt: skip
def test_read_names_file_place_and_what_was_expected(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert GOOD.count(old) == 1
    with pytest.raises(TemplateError) as caught:
        read(written(tmp_path, GOOD.replace(old, new)))
    assert str(caught.value).startswith(said)


def test_read_of_a_session_that_is_no_table_names_its_place(tmp_path: Path) -> None:
    head = GOOD.split("[[sessions]]", maxsplit=1)[0].replace("[meeting]", "sessions = [1]\n[meeting]")
    with pytest.raises(TemplateError) as caught:
        read(written(tmp_path, head))
    assert str(caught.value).startswith("mine.toml, session 1: ")
