"""What each preset carries: one row for each fact of the table of bodies S1 to S11, and the cycles as a whole."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from convene.access.terms import Audience
from convene.agendas.templates import meeting_templates
from convene.anchors.terms import AnchorKind
from convene.bodies.terms import PartyKind
from convene.meetings.terms import MeetingKind
from convene.packs.fonts import missing_letters
from convene.people.terms import AssetClass
from convene.presets.reading import presets
from convene.presets.terms import CycleLine, Preset, Registration, Where

SEVEN = {"United States", "Canada", "United Kingdom", "Germany", "Australia", "Netherlands", "Denmark"}
CENTRE = "Global Centre for the Responsibility to Protect"
LINES = [(key, line.key) for key, preset in presets().items() for line in preset.cycle]
Fact = Callable[[Preset], bool]


def line(preset: Preset, key: str) -> CycleLine:
    return next(one for one in preset.cycle if one.key == key)


def due(one: CycleLine) -> dict[str, int]:
    return {milestone.key: milestone.days_before for milestone in one.milestones}


def kinds(preset: Preset) -> list[MeetingKind]:
    return [meeting_templates()[one.template].kind for one in preset.cycle]


def audiences(one: CycleLine) -> set[Audience]:
    return {session.audience for session in meeting_templates()[one.template].sessions}


def paragraphs(letter: str, last: int) -> tuple[str, ...]:
    return tuple(f"{letter}{number}" for number in range(1, last + 1))


FACTS: list[tuple[str, str, Fact]] = [
    ("S1", "stands by A1 to A19", lambda p: p.rules == paragraphs("A", 19)),
    ("S1", "asks about all five classes of assets", lambda p: p.asset_classes == tuple(AssetClass)),
    ("S1", "admits members by the three criteria of A3", lambda p: [c[-7:].strip("( )") for c in p.criteria]
     == ["A3 a", "A3 b", "A3 c"]),
    ("S1", "begins with the seven", lambda p: set(p.founders) == SEVEN),
    ("S1", "takes unions of States as members", lambda p: p.members == (PartyKind.STATE, PartyKind.UNION)),
    ("S1", "invites IGOs, NGOs and CSOs to portions", lambda p: {PartyKind.IGO, PartyKind.NGO, PartyKind.CSO}
     <= set(p.guests)),
    ("S1", "succeeds S3 and is tied to S2", lambda p: (p.succeeds, p.tied_to) == ("S3", ("S2",))),
    ("S1", "meets twice a year for two days", lambda p: [(one.every_years, one.lasts, one.is_optional)
     for one in p.cycle] == [(1, 2, False)] * 2),
    ("S1", "holds A5, A10 and A11 firm in both meetings", lambda p: all(one.cites == {"A5", "A10", "A11"}
     for one in p.cycle)),
    ("S1", "meets once in the next host's capital, in spring", lambda p: (line(p, "spring").where,
     line(p, "spring").months) == (Where.HOST, (3, 4, 5))),
    ("S1", "meets once in the week of the debate, not on its opening day", lambda p: (line(p, "autumn").anchor,
     line(p, "autumn").where, line(p, "autumn").avoid, line(p, "autumn").window[1] <= 6)
     == (AnchorKind.DEBATE, Where.ANCHOR, (0,), True)),
    ("S1", "has statements on assets due before each meeting (A13)", lambda p: all(due(one)["asset-statements"] > 0
     for one in p.cycle)),
    ("S2", "stands by B1 to B10", lambda p: p.rules == paragraphs("B", 10)),
    ("S2", "is not attributed", lambda p: p.not_attributed),
    ("S2", "briefs the seven and those besides", lambda p: set(p.briefed) == SEVEN
     | {"France", "Italy", "European Union", "NATO", "OSCE", "UN Joint Office", "OHCHR"}),
    ("S2", "has four working groups", lambda p: [part.split()[:2] for part in p.parts] == [["Working", "group"]] * 4),
    ("S2", "has advocacy organisations as guests", lambda p: {PartyKind.NGO, PartyKind.CSO} <= set(p.guests)),
    ("S2", "is led by three institutes", lambda p: len(p.steering) == 3 and p.members[0] is PartyKind.INSTITUTE),
    ("S2", "lets unions and organisations take part", lambda p: {PartyKind.UNION, PartyKind.IGO} <= set(p.members)),
    ("S2", "admits members by the three criteria of B1", lambda p: [c.endswith("(B1)") for c in p.criteria]
     == [True] * 3),
    ("S2", "briefs in three strands", lambda p: p.outputs == ("Thematic briefs", "Micro briefs", "Macro briefs")),
    ("S2", "briefs once around the debate, which is firm", lambda p: line(p, "briefing").anchor is AnchorKind.DEBATE
     and "B2" in line(p, "briefing").cites and kinds(p).count(MeetingKind.BRIEFING) == 1),
    ("S2", "keeps the briefing apart from the board", lambda p: line(p, "briefing").apart_from == ("S1.autumn",)),
    ("S2", "sends briefs ahead", lambda p: due(line(p, "briefing"))["pack-out"] >= 7),
    ("S2", "checks in over the three days of Munich, which is firm", lambda p: (line(p, "munich").anchor,
     line(p, "munich").window, line(p, "munich").lasts, "B3" in line(p, "munich").cites)
     == (AnchorKind.MUNICH, (0, 2), 3, True)),
    ("S2", "offers Paris", lambda p: line(p, "paris").anchor is AnchorKind.PARIS and line(p, "paris").is_optional),
    ("S2", "meets by itself by video", lambda p: [one.where for one in p.cycle if "B6" in one.cites]
     == [Where.VIDEO] * 2),
    ("S3", "is seven States", lambda p: (set(p.founders), p.members) == (SEVEN, (PartyKind.STATE,))),
    ("S3", "admits governments only", lambda p: p.guests == () and p.observers == ()
     and all(audiences(one) == {Audience.CLOSED} for one in p.cycle)),
    ("S3", "meets since 2012, twice a year since 2014", lambda p: "2012" in p.about and "2014" in p.about),
    ("S3", "meets in one capital and once beside the debate", lambda p: [(one.where, one.anchor) for one in p.cycle]
     == [(Where.HOST, None), (Where.ANCHOR, AnchorKind.DEBATE)]),
    ("S3", "holds both firm", lambda p: [one.firm[0][:4] for one in p.cycle] == ["S3.1", "S3.2"]),
    ("S4", "has one senior official of each State", lambda p: p.members == (PartyKind.STATE,)
     and "one senior official" in p.own_rules["S4.2"].lower()),
    ("S4", "is served by the Global Centre", lambda p: p.secretariat == CENTRE),
    ("S4", "is steered by five States and the Centre", lambda p: len(p.steering) == 6 and CENTRE in p.steering),
    ("S4", "meets once a year, which is firm", lambda p: line(p, "annual").every_years == 1
     and line(p, "annual").firm[0].startswith("S4.1:")),
    ("S4", "meets in Europe", lambda p: line(p, "europe").zone.startswith("Europe/")),
    ("S4", "gathers informally beside the debate", lambda p: (line(p, "gathering").anchor,
     line(p, "gathering").template) == (AnchorKind.DEBATE, "gathering")),
    ("S5", "is open to all kinds of party but companies", lambda p: set(PartyKind) - set(p.members)
     == {PartyKind.COMPANY, PartyKind.MISSION}),
    ("S5", "registers openly, with approval", lambda p: p.registration is Registration.APPROVED),
    ("S5", "meets globally every two years, numbered", lambda p: (line(p, "global").every_years,
     line(p, "global").is_numbered) == (2, True)),
    ("S5", "meets globally in the open, for several days", lambda p: audiences(line(p, "global")) == {Audience.OPEN}
     and line(p, "global").lasts >= 2),
    ("S5", "opens and closes registration before the meeting", lambda p: due(line(p, "global"))["registration-opens"]
     > due(line(p, "global"))["registration-closes"] > 0),
    ("S5", "steers by video several times a year", lambda p: [one.where for one in p.cycle
     if one.template == "steering-group"] == [Where.VIDEO] * 4),
    ("S5", "holds webinars and exchanges", lambda p: sum(one.template == "webinar" for one in p.cycle) == 3),
    ("S5", "has initiatives and working groups as parts", lambda p: {"Regional initiatives", "Thematic initiatives",
     "Working groups"} <= set(p.parts)),
    ("S5", "has a support office", lambda p: p.words["secretariat"] == "support office"),
    ("S6", "is permanent missions, by their ambassadors", lambda p: (p.members, p.words["representative"])
     == ((PartyKind.MISSION,), "ambassador")),
    ("S6", "meets in two duty stations", lambda p: {one.city for one in p.cycle} == set(p.parts)
     == {"New York", "Geneva"}),
    ("S6", "plans one meeting in each and offers more", lambda p: sorted(one.city for one in p.cycle
     if not one.is_optional) == ["Geneva", "New York"] and any(one.is_optional for one in p.cycle)),
    ("S6", "has no individuals as members", lambda p: not p.individuals),
    ("S6", "is served by the Global Centre", lambda p: p.secretariat == CENTRE),
    ("S7", "has individual members of four kinds", lambda p: p.individuals and p.individuals_are
     == ("parliamentarians", "civil society", "academics", "survivors and diaspora")),
    ("S7", "meets on themes and on countries in crisis", lambda p: {one.template for one in p.cycle}
     == {"thematic-meeting", "crisis-meeting"}),
    ("S7", "works for legislation and oversight", lambda p: p.outputs
     == ("Points for legislation", "Points for oversight")),
    ("S8", "is not attributed and adopts nothing", lambda p: (p.not_attributed, p.adopts) == (True, False)),
    ("S8", "is unclassified and non-partisan", lambda p: p.notice == "Unclassified only"
     and "non-partisan" in p.own_rules["S8.3"]),
    ("S8", "is individuals in and outside one government", lambda p: p.individuals and p.members == ()),
    ("S8", "brings challenges, practices, lessons, options", lambda p: p.outputs
     == ("Challenges", "Practices", "Lessons", "Options")),
    ("S9", "is States, tied to S4", lambda p: (p.members, p.tied_to) == ((PartyKind.STATE,), ("S4",))),
    ("S9", "exchanges experience", lambda p: {one.template for one in p.cycle} == {"exchange"}),
    ("S10", "is organisations", lambda p: PartyKind.STATE not in p.members and PartyKind.CSO in p.members),
    ("S10", "signs letters with one or two of each organisation", lambda p: p.letters is not None
     and p.letters.signatories_most == 2),
    ("S10", "signs until a deadline", lambda p: p.letters is not None and p.letters.sign_on_days > 0),
    ("S10", "sends letters by e-mail and post, a copy to each", lambda p: p.letters is not None
     and p.letters.sent_by == ("e-mail", "post") and p.letters.copy_to_each),
    ("S10", "offers a meeting before an election in any month", lambda p: (line(p, "election").is_optional,
     line(p, "election").anchor, len(line(p, "election").months)) == (True, None, 12)),
    ("S10", "keeps commitments received", lambda p: "Commitments received" in p.outputs),
    ("S11", "has individual members of all parties", lambda p: p.individuals_are
     == ("members of parliament of all parties",)),
    ("S11", "is not attributed", lambda p: p.not_attributed),
    ("S11", "carries a disclaimer and adopts nothing", lambda p: not p.adopts and "nor adopted" in p.disclaimer),
    ("S11", "groups asks in four", lambda p: p.outputs == ("Legislation", "Advocacy", "Education", "Oversight")),
    ("S11", "offers a second round table as needed", lambda p: [one.is_optional for one in p.cycle] == [False, True]),
]  # fmt: skip


@pytest.mark.parametrize("key, words, holds", FACTS, ids=[f"{key} {words}" for key, words, _ in FACTS])
def test_preset_carries_what_the_papers_say(key: str, words: str, holds: Fact) -> None:
    assert holds(presets()[key]), words


def test_only_s2_s8_and_s11_are_not_attributed() -> None:
    assert [key for key, preset in presets().items() if preset.not_attributed] == ["S2", "S8", "S11"]


def test_only_s5_registers_openly_and_only_s10_signs_letters() -> None:
    assert [p.key for p in presets().values() if p.registration is Registration.APPROVED] == ["S5"]
    assert [p.key for p in presets().values() if p.letters] == ["S10"]


def test_symbols_and_names_differ() -> None:
    assert len({preset.symbol for preset in presets().values()}) == len({p.name for p in presets().values()}) == 11


@pytest.mark.parametrize("key, name", LINES)
def test_line_fits_its_template(key: str, name: str) -> None:
    one = line(presets()[key], name)
    sessions = meeting_templates()[one.template].sessions
    assert (one.lasts, one.opens) == (max(s.day for s in sessions), min(s.opens for s in sessions if s.day == 1))


@pytest.mark.parametrize("key, name", LINES)
def test_line_asks_before_it_expects(key: str, name: str) -> None:
    days = due(line(presets()[key], name))
    before = [
        ("host-confirmed", "invitations"),
        ("registration-opens", "registration-closes"),
        ("call-for-papers", "paper-deadline"),
        ("paper-deadline", "pack-out"),
        ("provisional-agenda", "pack-out"),
    ]
    assert [pair for pair in before if set(pair) <= set(days) and days[pair[0]] <= days[pair[1]]] == []
    after = {"record-circulated", "follow-up-due"}
    assert {milestone for milestone, count in days.items() if count < 0} == after & set(days)
    assert "record-circulated" in days


@pytest.mark.parametrize("key", presets())
def test_preset_can_be_printed(key: str) -> None:
    preset = presets()[key]
    words = [preset.name, preset.short_name, preset.disclaimer, preset.notice, *preset.words.values()]
    words += [text for one in preset.cycle for text in (one.name, one.why, *one.firm)]
    assert {text: missing_letters(text) for text in words if missing_letters(text)} == {}
