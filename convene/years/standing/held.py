"""Which rule stands for which paragraph, and why the rest are not checked by program."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from convene.years.standing import board, council, members, others
from convene.years.standing.facts import Ruling, YearFacts

Rule = Callable[[YearFacts], Ruling]
# Each checkable paragraph is one named rule; the others get none (settled 35).
RULES: dict[str, Rule] = {
    "A1": members.a1_first_members,
    "A2": members.a2_primary_representative,
    "A3": members.a3_membership,
    "A4": members.a4_relevant_portions,
    "A5": board.a5_deep_dive,
    "A6": board.a6_situation_updates,
    "A7": board.a7_economic_actors,
    "A8": board.a8_accountability,
    "A9": board.a9_research,
    "A10": board.a10_regular_meetings,
    "A11": board.a11_two_days_second_morning_open,
    "A12": board.a12_delegations,
    "A13": board.a13_national_preparation,
    "B1": members.b1_steering_group,
    "B2": council.b2_briefing,
    "B3": council.b3_bilateral_contact,
    "B4": council.b4_needs_traced,
    "B5": council.b5_briefs,
    "B6": council.b6_own_meetings,
    "B7": council.b7_three_strands,
    "S3.1": others.s3_1_in_a_capital,
    "S3.2": others.s3_2_beside_the_assembly,
    "S3.3": members.s3_3_governments_only,
    "S4.1": others.s4_1_annual_meeting,
    "S4.2": members.s4_2_one_official,
    "S5.1": others.s5_1_global_meeting,
    "S5.2": others.s5_2_open_registration,
    "S5.3": others.s5_3_steering_by_video,
    "S6.1": others.s6_1_both_duty_stations,
    "S7.1": others.s7_1_themes_and_crises,
    "S8.1": others.s8_1_not_attributed,
    "S8.2": others.s8_2_unclassified,
    "S9.1": others.s9_1_exchanges,
    "S10.1": others.s10_1_signed_until_a_deadline,
    "S10.2": others.s10_2_copies_to_all,
    "S11.1": others.s11_1_not_attributed,
    "S11.2": others.s11_2_disclaimer,
}
# Why no program gives a verdict on the others.
UNCHECKED: dict[str, str] = {
    "A14": "Whether information is reliable is judged paper by paper; each source keeps its kind and reliability.",
    "A15": "Studies are asked for as situations require; the paper fixes neither a number nor a time.",
    "A16": "Requests to companies, and what they report, are not bound to a year.",
    "A17": "Training courses are to be expanded; the paper names no measure by which to tell.",
    "A18": "What is recommended, and to whom, is the board's own decision at each meeting.",
    "A19": "The secretariat's work is all of this; no single fact of a year shows that it was done well.",
    "B8": "Working groups and a pilot meeting are offered, without a number or a time.",
    "B9": "Nothing on record says whose voice is new, or which ambassador was posted where.",
    "B10": "The register of experts is confidential and kept on a rolling basis; a year's page must not tell of it.",
    "S8.3": "Party allegiance is not kept on record, so that nobody can tell it from here.",
    "S11.3": "Party allegiance is not kept on record, so that nobody can tell it from here.",
}
# What each paragraph asks for, in our words; presets say their own rules in theirs.
WORDS: dict[str, str] = {
    "A1": "The network builds on the seven States that met since 2012.",
    "A2": "Each member designates one primary representative.",
    "A3": "Members are States or unions of States; others join by the criteria.",
    "A4": "Organisations are invited to relevant portions of meetings only.",
    "A5": "Each meeting of the board has a deep-dive into one country.",
    "A6": "Situations in other countries are updated, with the impact of interventions.",
    "A7": "Reporting on economic actors is received and reviewed.",
    "A8": "Developments on accountability are reviewed.",
    "A9": "Research on what has worked is facilitated and used.",
    "A10": "At least two regular meetings a year, in person.",
    "A11": "A regular meeting lasts two days or more, closed but for the second morning.",
    "A12": "Delegations bring the officials responsible for what their State deploys.",
    "A13": "Each capital prepares, so that its State can speak to its assets.",
    "A14": "Information comes from reliable sources.",
    "A15": "Studies are requested from institutes.",
    "A16": "Social-media companies are asked to study and report.",
    "A17": "Training courses are expanded.",
    "A18": "Recommendations are made to governments.",
    "A19": "A small secretariat prepares, follows up, and keeps the memory.",
    "B1": "A steering group leads the Council; members join by criteria.",
    "B2": "A formal briefing at least once a year, around the General Assembly.",
    "B3": "At least one more bilateral contact a year.",
    "B4": "Needs heard are traced to what is briefed in September.",
    "B5": "Briefs of three pages and about five minutes, delivered ahead.",
    "B6": "The Council meets by itself on its agenda, approach, practice and membership.",
    "B7": "Research runs in three strands: thematic, micro, macro.",
    "B8": "Thematic working groups, and a pilot meeting to test the format.",
    "B9": "Room for new voices, and for ambassadors formerly posted where atrocities began.",
    "B10": "A confidential register of those consulted.",
}
OF_ITS_OWN = "This rule is in the words of the body's own file; no program was taught to check it."


def hold(facts: YearFacts, rules: Iterable[str]) -> tuple[Ruling, ...]:
    """Each checkable rule of these held against the year, in their order."""
    return tuple(RULES[one](facts) for one in rules if one in RULES)


def unchecked(rules: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """The rules of these that no program checks, each with the reason."""
    return tuple((one, UNCHECKED.get(one, OF_ITS_OWN)) for one in rules if one not in RULES)
