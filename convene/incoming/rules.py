"""Rules on what comes in: what each meeting of the board is asked for (A6-A9, A13-A18), which country is next (A5, A6).

Pure functions of plain values.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from convene import clock
from convene.agendas.terms import ItemKind, Subject
from convene.findings import Finding, Level
from convene.incoming.terms import Fate, RiskStatus, Room, Watching
from convene.meetings.terms import MeetingKind, MeetingState

REASON_MOST = 1000
OVER = frozenset({MeetingState.CONCLUDED, MeetingState.CANCELLED})
# Amber first: those of heightened risk that have not yet peaked are the ones to study (A6).
DIVE_ORDER = (RiskStatus.AMBER, RiskStatus.RED, RiskStatus.GREEN)
WATCH_ORDER = (RiskStatus.GREEN, RiskStatus.AMBER, RiskStatus.RED)
NEVER_DISCUSSED_DAYS = 99_999


@dataclass(frozen=True, slots=True)
class Asked:
    """What a paragraph asks of each regular meeting of the board, as it is usually put on an agenda; minutes."""

    rule: str
    subject: Subject
    title: str
    kind: ItemKind
    minutes: int
    lead: str
    outcome: str
    what: str


# Hours, leads and titles are ours and may be changed once the item stands on the agenda; the paragraphs are firm.
STANDING = (
    Asked(
        "A6", Subject.SITUATION_UPDATE, "Updates on other situations under watch, and the impact of interventions",
        ItemKind.DISCUSSION, 75, "Members in turn", "What helped, what harmed, and what was learned",
        "situation updates with the impact of interventions, unintended harm included",
    ),
    Asked(
        "A7", Subject.ECONOMIC_ACTORS, "Economic actors", ItemKind.DISCUSSION, 45, "Secretariat",
        "Measures to improve", "economic actors: sanctions, supplier rules, voluntary schemes",
    ),
    Asked(
        "A8", Subject.ACCOUNTABILITY, "Accountability: developments, and evidence preserved", ItemKind.INFORMATION, 30,
        "Secretariat", "", "accountability, and evidence preserved",
    ),
    Asked(
        "A9", Subject.RESEARCH, "Research on what has worked, above all upstream", ItemKind.INFORMATION, 30,
        "Research Council", "", "research on what has worked",
    ),
    Asked(
        "A13", Subject.ASSETS, "Assets that may be deployed: statements by members", ItemKind.INFORMATION, 75,
        "Each member", "Existence, capacity and availability, by class of deployment",
        "the assets that members may deploy",
    ),
    Asked(
        "A14", Subject.SOURCES, "Sources of information, and how reliable they are", ItemKind.INFORMATION, 20,
        "Secretariat", "Which sources are relied on until the next meeting", "reliable sources of information",
    ),
    Asked(
        "A15", Subject.STUDIES, "Studies requested from institutes, and their funding", ItemKind.DECISION, 20,
        "Secretariat", "Studies to be requested, with funding", "studies requested from institutes",
    ),
    Asked(
        "A16", Subject.COMPANIES, "Requests to social-media companies, and their reports", ItemKind.DECISION, 20,
        "Secretariat", "Requests to be made", "requests to social-media companies and their reports",
    ),
    Asked(
        "A17", Subject.TRAINING, "Training courses, and who took part", ItemKind.INFORMATION, 15,
        "Secretariat", "", "training",
    ),
    Asked(
        "A18", Subject.RECOMMENDATIONS, "Recommendations to governments", ItemKind.DECISION, 120, "Chair",
        "Recommendations adopted, with addressees", "recommendations to governments",
    ),
)  # fmt: skip


def a6_to_a18_missing(subjects: Iterable[Subject]) -> list[Asked]:
    """A6-A9, A13-A18: what each meeting of the board is asked for and no item of this one answers yet."""
    there = set(subjects)
    return [asked for asked in STANDING if asked.subject not in there]


def a6_weight(risk: RiskStatus, days: int | None) -> int:
    """A6: countries under watch by risk, then by days since they were last discussed; never discussed weighs most."""
    return WATCH_ORDER.index(risk) * (NEVER_DISCUSSED_DAYS + 1) + (NEVER_DISCUSSED_DAYS if days is None else days)


def a6_provenance(country: Watching, on: date) -> str:
    """“Under watch since 3 May 2026; amber; last discussed 214 days ago (TNAP/2026/2)”."""
    return f"Under watch since {_day(country.since)}; {country.risk}; {discussed_words(country, on)}"


def discussed_words(country: Watching, on: date) -> str:
    """“last discussed 214 days ago (TNAP/2026/2)”, “never discussed”."""
    if country.discussed_on is None:
        return "never discussed"
    return f"last discussed {ago_words((on - country.discussed_on).days)} ({country.discussed_at})"


def a5_rotation(countries: Iterable[Watching]) -> list[Watching]:
    """A5: whose turn the deep-dive is: amber first (A6), then those longest or never examined, longest under watch."""
    return sorted(
        countries,
        key=lambda c: (DIVE_ORDER.index(c.risk), c.dived_on or date.min, c.since, c.country.casefold(), c.key),
    )


def a5_provenance(country: Watching, on: date, *, is_first: bool) -> str:
    """Why a country stands where it does in the order: “Next in rotation: amber; never the subject of a deep-dive”."""
    last = "never the subject of a deep-dive"
    if country.dived_on is not None:
        last = f"last deep-dive {ago_words((on - country.dived_on).days)} ({country.dived_at})"
    words = f"{country.risk}; {last}; under watch since {_day(country.since)}"
    return f"Next in rotation: {words}" if is_first else words[0].upper() + words[1:]


def ago_words(days: int) -> str:
    """“today”, “1 day ago”, “214 days ago”."""
    if days <= 0:
        return "today"
    return "1 day ago" if days == 1 else f"{days} days ago"


def _day(day: date) -> str:
    return clock.day_words(day, weekday=False)


def names_in(countries: str) -> tuple[str, ...]:
    """The countries that a field names, in its order, each once whatever its capitals."""
    found: dict[str, str] = {}
    for name in countries.split(","):
        if plain := " ".join(name.split()):
            found.setdefault(plain.casefold(), plain)
    return tuple(found.values())


def same_names(countries: str) -> frozenset[str]:
    """The countries that a field names, for comparison."""
    return frozenset(name.casefold() for name in names_in(countries))


def joined(first: str, second: str) -> str:
    """Two fields of countries as one, each country once."""
    return ", ".join(names_in(f"{first},{second}"))


def suggested_room(minutes: int, rooms: Sequence[Room]) -> str:
    """The key of the session to suggest: closed, the first with time enough, else the one with most time left.

    An open session only where no other exists: what comes in is the members' until they decide otherwise (A11).
    """
    closed = [r for r in rooms if r.is_closed] or list(rooms)
    fitting = [r for r in closed if r.minutes - r.planned >= minutes]
    best = fitting[0] if fitting else max(closed, key=lambda r: r.minutes - r.planned, default=None)
    return best.key if best else ""


def decision_findings(fate: Fate, reason: str, *, has_item: bool, is_proposed: bool) -> list[Finding]:
    """Whoever proposed something reads why it was merged, deferred or declined; what is merged needs its item.

    What nobody proposed, such as a country under watch, needs no reason, and may have one.
    """
    found = []
    if fate is Fate.MERGED and not has_item:
        found.append(Finding("", Level.REFUSE, "Choose the item into which it goes.", "item"))
    if fate is not Fate.ACCEPTED and is_proposed and not reason:
        found.append(Finding("", Level.REFUSE, "Say why: whoever proposed it reads this.", "reason"))
    return found


def takes_proposals(state: MeetingState) -> bool:
    """Members propose items once a meeting is announced and until it is over."""
    return state in (MeetingState.CONVENED, MeetingState.IN_SESSION)


def is_late(handed_in_at: datetime, due_at: datetime) -> bool:
    """After the cut-off a proposal is taken and marked; the secretariat decides."""
    return handed_in_at > due_at


def may_be_proposed_again(fate: Fate) -> bool:
    """What was declined or deferred may be handed in again."""
    return fate in (Fate.DECLINED, Fate.DEFERRED)


def has_standing_items(preset: str, kind: MeetingKind) -> bool:
    """Annex I speaks of the regular meetings of the coordination board."""
    return preset == "S1" and kind is MeetingKind.REGULAR
