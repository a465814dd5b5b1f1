"""Rules of membership: vacant seats, what an application shows (A3, B1), decisions, changes. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta

from convene import clock
from convene.bodies.terms import PartyKind, Standing
from convene.findings import Finding, Level
from convene.membership.terms import BECOMES, Assessment, Criterion, Decision, Held, Reliability
from convene.people.terms import TermRole

SOON = timedelta(days=90)
CITED = re.compile(r"\s*\(([AB]\d+)(?: ([a-z]))?\)\s*$")
RELIABLE = frozenset({Reliability.RELIABLE, Reliability.MOSTLY})
A_DAY = timedelta(days=1)


def a2_role(seat_roles: Iterable[str]) -> TermRole | None:
    """A2: the role that each member's seat is held in; a body that seats a steering group alone has that one.

    None where a body has no seats of members at all.
    """
    roles = set(seat_roles)
    for role in (TermRole.PRIMARY_REPRESENTATIVE, TermRole.STEERING_MEMBER):
        if role in roles:
            return role
    return None


def a2_gaps(held: Iterable[Held], *, first: date, last: date, belongs: Held) -> list[Held]:
    """A2: the stretches that touch `first` to `last` and in which a seat is held by nobody, earliest first.

    They are given whole, beyond those two days; `belongs` is how long the party is a member. A stretch without a first
    day means that nobody held the seat before.
    """
    found = []
    free: date | None = belongs.starts_on
    for term in sorted(held, key=lambda one: (one.starts_on or date.min, one.ends_on or date.max)):
        if term.starts_on is not None and (free is None or free < term.starts_on):
            found.append(Held(free, term.starts_on - A_DAY))
        if term.ends_on is None:
            free = date.max
        elif free is None or free <= term.ends_on:
            free = term.ends_on + A_DAY
    if free != date.max and (belongs.ends_on is None or free is None or free <= belongs.ends_on):
        found.append(Held(free, belongs.ends_on))
    return [one for one in found if (one.starts_on or first) <= last and (one.ends_on or last) >= first]


def _cite(words: str) -> tuple[str, str]:
    """The paragraph that a criterion ends with, and its letter: (“A3”, “a”) of “… (A3 a)”; empty for none."""
    found = CITED.search(words)
    return (found[1], found[2] or "") if found else ("", "")


def _plain(words: str) -> str:
    """A criterion without the paragraph that it cites."""
    return CITED.sub("", words).strip()


def criterion_finding(criterion: Criterion, standing: Standing) -> Finding:
    """A3, B1: what is known of one criterion. A member must show it; whoever joins otherwise need not."""
    rule, letter = _cite(criterion.words)
    name = f"({letter}) {_plain(criterion.words)}" if letter else _plain(criterion.words)
    if criterion.assessment is Assessment.OPEN:
        return Finding(rule, Level.WARN, f"{name}: not assessed yet.")
    if criterion.assessment is Assessment.NOT_SHOWN:
        level = Level.BROKEN if standing is Standing.MEMBER else Level.NOTE
        return Finding(rule, level, f"{name}: not shown.")
    if not criterion.reliabilities:
        return Finding(rule, Level.WARN, f"{name}: said to be {criterion.assessment}, with no evidence on record.")
    if criterion.assessment is Assessment.PARTLY:
        return Finding(rule, Level.WARN, f"{name}: shown in part.")
    if not RELIABLE & set(criterion.reliabilities):
        return Finding(rule, Level.WARN, f"{name}: shown by sources alone that are doubtful or not known (A14).")
    return Finding(rule, Level.KEPT, f"{name}: shown.")


def unshown(criteria: Sequence[Criterion]) -> list[int]:
    """The numbers of the criteria for which there is neither evidence nor an assessment."""
    numbered = enumerate(criteria, start=1)
    return [n for n, one in numbered if not one.reliabilities and one.assessment is Assessment.OPEN]


def a3_b1_findings(criteria: Sequence[Criterion], standing: Standing) -> list[Finding]:
    """A3, B1: what an application shows, criterion by criterion.

    A3 lets others join by like commitments (c) who do not meet (a) or (b), so that those two put at risk alone where
    (c) is shown; but nobody is a member who is not prepared to provide assets. Whoever cooperates need show nothing.
    """
    if standing is Standing.COOPERATING:
        return [Finding(_rule_of(criteria), Level.NOTE, "Whoever is no member may cooperate without joining.")]
    found = [criterion_finding(c, standing) for c in criteria]
    letters = [_cite(c.words) for c in criteria]
    if ("A3", "c") not in letters or standing is not Standing.MEMBER:
        return found
    last = letters.index(("A3", "c"))
    like = criteria[last].assessment
    if like is Assessment.SHOWN:
        return [_by_like_commitments(f) if letters[n][1] in ("a", "b") else f for n, f in enumerate(found)]
    found[last] = replace(
        found[last], text=f"(c) Only those prepared to provide assets may be members, and that is {like}."
    )
    return found


def _by_like_commitments(finding: Finding) -> Finding:
    if finding.level is not Level.BROKEN:
        return finding
    return replace(finding, level=Level.WARN, text=f"{finding.text} It may join by like commitments alone (c).")


def _rule_of(criteria: Sequence[Criterion]) -> str:
    return _cite(criteria[0].words)[0] if criteria else ""


def kind_findings(
    kind: PartyKind, standing: Standing, takes: Mapping[Standing, Sequence[PartyKind]], criteria: Sequence[Criterion]
) -> list[Finding]:
    """A3, B1: whether parties of that kind are taken in that standing at all; nothing where no kind is named."""
    kinds = takes.get(standing, ())
    if not kinds or kind in kinds:
        return []
    usual = ", ".join(kinds)
    level = Level.BROKEN if standing is Standing.MEMBER else Level.WARN
    return [Finding(_rule_of(criteria), level, f"A {kind} is none of those taken as {standing} here: {usual}.")]


def decision_findings(
    decision: Decision, *, decided_on: date, from_on: date | None, opened_on: date, today: date
) -> list[Finding]:
    """A decision is taken between the application and today; whoever is let in is so from a day, not before it."""
    if decided_on > today:
        return [Finding("", Level.REFUSE, "That day lies ahead: enter the decision once it is taken.", "decided_on")]
    if decided_on < opened_on:
        return [Finding("", Level.REFUSE, "The decision is older than the application.", "decided_on")]
    if decision not in BECOMES:
        return []
    if from_on is None:
        return [Finding("", Level.REFUSE, "Enter from which day on this holds.", "from_on")]
    if from_on < decided_on:
        return [Finding("", Level.REFUSE, "It cannot hold before it was decided.", "from_on")]
    if from_on > today and decision is not Decision.ADMITTED:
        return [Finding("", Level.REFUSE, "Only a membership may begin on a later day.", "from_on")]
    return []


def change_findings(
    before: Standing, after: Standing | None, *, on: date, joined_on: date | None, today: date
) -> list[Finding]:
    """A1-A3: a change of standing holds from a day that has come; whoever leaves may do so on a later day."""
    if after is before:
        return [Finding("", Level.REFUSE, f"It is {_a(before)} already.", "standing")]
    if joined_on is not None and on < joined_on:
        return [Finding("", Level.REFUSE, f"It joined on {clock.day_words(joined_on, weekday=False)}.", "on")]
    if after is not None and on > today:
        text = "That day lies ahead: change the standing on the day from which it holds."
        return [Finding("", Level.REFUSE, text, "on")]
    return []


def _a(standing: Standing) -> str:
    words = {
        Standing.OBSERVER: "an observer",
        Standing.SECRETARIAT: "its secretariat",
        Standing.COOPERATING: str(standing),
    }
    return words.get(standing, f"a {standing}")
