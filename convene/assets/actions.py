"""Writes of national preparation: the questions and their dates, and the States' statements on assets (A13)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from convene import clock, journal
from convene.assets import rules
from convene.assets.models import AssetLine, AssetStatement, Preparation
from convene.assets.queries import lines_of, preparation_of, said_in, statement_of
from convene.assets.telling import drop_reminders, tell
from convene.assets.terms import Given, Said, field_of
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.meetings.actions import letter_findings, refuse
from convene.meetings.models import Meeting
from convene.meetings.queries import sessions_of
from convene.meetings.rules import deadline_findings
from convene.people.terms import AssetClass

TWO_WEEKS, A_DAY = timedelta(days=14), timedelta(days=1)
EVENING = time(18)
USUAL_QUESTIONS = """\
1. Which office brings your ministries together before the meeting, and has it done so?
2. Humanitarian assistance: what could you send or fund, and how soon?
3. Peacekeeping: which personnel or means could be made available, and under which mandate?
4. Stabilisation and reconstruction: which teams or programmes could begin, and how soon?
5. Countering violent extremism: which programmes run, and could be turned to a further situation?
6. Rule of law and democratic processes: which experts, observers or funds could be deployed?
7. What would keep you from deploying any of these, and who decides on it?"""


@dataclass(frozen=True, slots=True)
class Plan:
    """What the capitals are asked: questions, the day of their preparatory step, the deadline (UTC)."""

    questions: str
    prepare_on: date
    due_at: datetime


def usual_plan(meeting: Meeting, *, at: datetime) -> Plan:
    """What is offered first: the usual questions, two weeks before the first day, due with the papers (ours).

    What of it has passed by then is today, and the evening before the meeting, host's time.
    """
    eve = meeting.starts_on - A_DAY
    prepare_on = max(meeting.starts_on - TWO_WEEKS, min(clock.local(at, meeting.zone).date(), eve))
    due_at = meeting.papers_due_at
    return Plan(USUAL_QUESTIONS, prepare_on, due_at if due_at > at else clock.at_wall(eve, EVENING, meeting.zone))


def _checked(meeting: Meeting, plan: Plan, before: Plan | None, *, at: datetime) -> list[Finding]:
    """Warnings; raises Refused. A date that stands as it was kept is not held against today once more."""
    if not rules.may_prepare(meeting.state):
        raise Refused((Finding("", Level.REFUSE, f"The meeting is {meeting.state}; nothing is asked any more."),))
    starts = [s.starts_at for s in sessions_of(meeting.id)] or [meeting.ends_at]
    due_on = rules.due_day(plan.due_at, meeting.zone)
    found = deadline_findings(plan.due_at, starts_at=min(starts), at=at, field="due", what="Statements")
    if plan.due_at <= at and (before is None or before.due_at != plan.due_at):
        found = [Finding("A13", Level.REFUSE, "That time has passed already.", "due")]
    today = clock.local(at, meeting.zone).date()
    not_before = min(before.prepare_on, today) if before and before.prepare_on == plan.prepare_on else today
    found += rules.preparation_findings(
        plan.prepare_on, starts_on=meeting.starts_on, due_on=due_on, not_before=not_before
    )
    found += letter_findings({"questions": plan.questions})
    refuse(found)
    return found


def keep_preparation(meeting: Meeting, plan: Plan, *, by: str, at: datetime) -> tuple[Preparation, int, list[Finding]]:
    """Keep questions and dates; where they were sent and a date changes, everybody told is told again.

    Gives the preparation, how many are told, and the warnings. Raises Refused for what cannot be.
    """
    found = preparation_of(meeting)
    before = Plan(found.questions, found.prepare_on, found.due_at) if found else None
    warnings = _checked(meeting, plan, before, at=at)
    if found is None:
        found = Preparation(body_id=meeting.body_id, meeting_id=meeting.id, announced=False)
        db.session.add(found)
    found.questions, found.prepare_on, found.due_at = plan.questions, plan.prepare_on, plan.due_at
    db.session.flush()  # The journal and the messages need its key.
    if before != plan:
        journal.record(
            "preparation.keep",
            by=by,
            at=at,
            body=meeting.body_id,
            kind="preparation",
            key=found.key,
            change=_change(before, plan, meeting),
        )
    is_moved = before is not None and (before.prepare_on, before.due_at) != (plan.prepare_on, plan.due_at)
    told = tell(found, meeting, at=at, is_changed=True) if found.announced and is_moved else 0
    return found, told, warnings


def _change(before: Plan | None, plan: Plan, meeting: Meeting) -> dict[str, object]:
    if before is None:
        return {"due": clock.moment_words(plan.due_at, meeting.zone)}
    return {"before": _words(before, meeting), "after": _words(plan, meeting)}


def _words(plan: Plan, meeting: Meeting) -> dict[str, str]:
    return {
        "questions": plan.questions,
        "prepare_on": plan.prepare_on.isoformat(),
        "due": clock.moment_words(plan.due_at, meeting.zone),
    }


def send_preparation(preparation: Preparation, meeting: Meeting, *, by: str, at: datetime) -> int:
    """Put the questions before every member and tell its seats; gives how many. Raises Refused for a draft meeting."""
    if not rules.may_state(meeting.state):
        words = "The questions are sent once the meeting is convened; until then they are kept here."
        raise Refused((Finding("", Level.REFUSE, words),))
    if preparation.announced:
        raise Refused((Finding("", Level.REFUSE, "The questions were sent already."),))
    preparation.announced, preparation.sent_at = True, at
    told = tell(preparation, meeting, at=at)
    journal.record(
        "preparation.send",
        by=by,
        at=at,
        body=meeting.body_id,
        kind="preparation",
        key=preparation.key,
        change={"told": told},
    )
    return told


def state(
    meeting: Meeting, party_id: int, given: Given, *, revision: int, is_filing: bool, by: str, at: datetime
) -> tuple[AssetStatement, list[Finding]]:
    """Keep a State's statement as a draft, file it, or change what was filed; late ones are taken and marked.

    `revision` is that of the statement as the person saw it, 0 for none. A statement that was filed stays filed.
    Gives the statement and the warnings. Raises Refused for what is not asked, what contradicts itself, what is
    missing on filing, and where somebody else changed the statement meanwhile.
    """
    preparation = preparation_of(meeting)
    if preparation is None or not preparation.announced or not rules.may_state(meeting.state):
        raise Refused((Finding("", Level.REFUSE, "No statement is asked for at present."),))
    found = statement_of(meeting, party_id)
    _refuse_unseen(found, revision, meeting)
    is_filing = is_filing or (found is not None and found.announced)
    warnings = rules.statement_findings(given.lines, given.answers, is_filing=is_filing) + _printed(given)
    if given.prepared_on and (found is None or found.prepared_on != given.prepared_on):
        warnings += rules.prepared_findings(given.prepared_on, starts_on=meeting.starts_on)
    refuse(warnings)
    known = {line.asset_class: line for line in lines_of(found)} if found else {}
    before = Given(found.prepared_on, found.answers, {c: said_in(x) for c, x in known.items()}) if found else None
    if found is not None and found.announced and before == _whole(given):
        return found, warnings
    if found is None:
        found = AssetStatement(body_id=meeting.body_id, meeting_id=meeting.id, party_id=party_id, revision=0)
        db.session.add(found)
    found.prepared_on, found.answers, found.by, found.changed_at = given.prepared_on, given.answers, by, at
    found.revision += 1
    is_first = is_filing and not found.announced
    if is_first:
        found.announced, found.filed_at = True, at
        found.late_minutes = rules.late_minutes(preparation.due_at, at)
        found.is_late = found.late_minutes > 0
        drop_reminders(meeting, party_id)
    db.session.flush()  # The lines and the journal need its id and key.
    _set_lines(found, known, given)
    _note(found, before, given, is_first=is_first, by=by, at=at)
    return found, warnings


def _whole(given: Given) -> Given:
    return Given(given.prepared_on, given.answers, {each: given.lines.get(each, Said()) for each in AssetClass})


def _refuse_unseen(found: AssetStatement | None, revision: int, meeting: Meeting) -> None:
    """Two people of one delegation: whoever comes second sees what the first kept, and decides."""
    if found is not None and found.revision != revision:
        when = clock.moment_words(found.changed_at, meeting.zone)
        words = (
            f"The statement was changed on {when} while you had it open. Nothing that you typed is lost, and nothing is"
            " kept yet: where the two differ, what was kept stands at the field. Send again to keep yours."
        )
        raise Refused((Finding("", Level.REFUSE, words),))


def _printed(given: Given) -> list[Finding]:
    texts = {"answers": given.answers}
    for each, said in given.lines.items():
        texts |= {field_of(each, "capacity"): said.capacity, field_of(each, "caveats"): said.caveats}
    return letter_findings(texts)


def _set_lines(statement: AssetStatement, known: dict[AssetClass, AssetLine], given: Given) -> None:
    for each in AssetClass:
        said, line = given.lines.get(each, Said()), known.get(each)
        if line is None:
            line = AssetLine(
                statement_id=statement.id,
                body_id=statement.body_id,
                meeting_id=statement.meeting_id,
                party_id=statement.party_id,
                asset_class=each,
            )
            db.session.add(line)
        line.announced = statement.announced
        line.existence, line.capacity = said.existence, said.capacity
        line.availability, line.caveats = said.availability, said.caveats


def _note(
    statement: AssetStatement, before: Given | None, given: Given, *, is_first: bool, by: str, at: datetime
) -> None:
    """A draft is noted without its words; from filing on the journal says what was and what is."""
    change: dict[str, object] = {"revision": statement.revision}
    act = "statement.keep"
    if is_first:
        act = "statement.file"
        change |= {"late": statement.is_late}
    elif statement.announced and before is not None:
        act = "statement.change"
        was, now = _flat(before), _flat(given)
        changed = [name for name in now if was.get(name, "") != now[name]]
        change |= {"before": {n: was.get(n, "") for n in changed}, "after": {n: now[n] for n in changed}}
    journal.record(act, by=by, at=at, body=statement.body_id, kind="statement", key=statement.key, change=change)


def _flat(given: Given) -> dict[str, str]:
    """A statement as words by name, for the journal."""
    found = {"prepared_on": given.prepared_on.isoformat() if given.prepared_on else "", "answers": given.answers}
    for each, said in _whole(given).lines.items():
        found |= {
            f"{each}, existence": str(said.existence),
            f"{each}, capacity": said.capacity,
            f"{each}, availability": str(said.availability),
            f"{each}, caveats": said.caveats,
        }
    return found
