"""Rules that the other presets say in their own words (S3 to S11); pure functions of plain values."""

from __future__ import annotations

from convene.years.standing.council import is_near
from convene.years.standing.facts import RowKind, Rows, Ruling, State, YearFacts
from convene.years.standing.weighing import at_least, counted, days_of, listed, rows_of, said, those, unknown

NEW_YORK, GENEVA = "New York", "Geneva"
BODY = (Rows(RowKind.BODY, "The body"),)


def s3_1_in_a_capital(facts: YearFacts) -> Ruling:
    """S3.1: one meeting a year takes place in the capital of a member."""
    here = [one for one in facts.counted if one.is_hosted or one.city in facts.capitals]
    return at_least(facts, "S3.1", here, "meeting in the capital of a member", "meetings in capitals of members")


def s3_2_beside_the_assembly(facts: YearFacts) -> Ruling:
    """S3.2: one meeting a year takes place beside the General Assembly, in New York."""
    here = [one for one in facts.counted if one.city == NEW_YORK and is_near(one, facts)]
    return at_least(facts, "S3.2", here, "meeting beside the General Assembly", "meetings beside the General Assembly")


def s4_1_annual_meeting(facts: YearFacts) -> Ruling:
    """S4.1: the focal points meet once a year."""
    return at_least(
        facts,
        "S4.1",
        facts.made_from("focal-points-annual"),
        "annual meeting of focal points",
        "annual meetings of focal points",
    )


def s5_1_global_meeting(facts: YearFacts) -> Ruling:
    """S5.1: a global meeting takes place every two years."""
    here = facts.made_from("global-meeting")
    if here:
        return at_least(facts, "S5.1", here, "global meeting")
    if facts.had_global:
        return Ruling(
            "S5.1",
            State.KEPT,
            f"A global meeting of {facts.year - 1} is on record; the next is due in {facts.year + 1}.",
        )
    if facts.is_unknown:
        return unknown("S5.1", facts)
    if facts.awaits_global:
        text = f"No global meeting in {facts.year}, nor in the year before; one every two years is asked for."
        return Ruling("S5.1", State.BROKEN, text, (Rows(RowKind.YEAR, "The plan of the year"),))
    return Ruling(
        "S5.1", State.OPEN, f"No global meeting of {facts.year - 1} is on record; the next is due in {facts.year + 1}."
    )


def s5_2_open_registration(facts: YearFacts) -> Ruling:
    """S5.2: whoever works for prevention may register for the global meeting."""
    here = facts.made_from("global-meeting")
    if not here:
        return Ruling("S5.2", State.OPEN, f"No global meeting in {facts.year}.")
    if facts.is_open_to_register is None:
        return Ruling("S5.2", State.OPEN, f"Registration has not opened yet for {said(here[0])}.", rows_of(here))
    if facts.is_open_to_register:
        return Ruling("S5.2", State.KEPT, f"Whoever asks may register for {said(here[0])}.", rows_of(here))
    return Ruling("S5.2", State.BROKEN, f"Nobody could register for {said(here[0])}.", rows_of(here))


def s5_3_steering_by_video(facts: YearFacts) -> Ruling:
    """S5.3: the steering group meets by video throughout the year: in each half of it, as we read it."""
    here = facts.made_from("steering-group")
    ruling = at_least(facts, "S5.3", here, "meeting of the steering group", "meetings of the steering group")
    if ruling.state is not State.KEPT:
        return ruling
    remarks = []
    if len({one.starts_on.month > 6 for one in here}) < 2:
        remarks.append("All lie in the same half of the year.")
    if not any(one.is_by_video for one in here):
        remarks.append("None is by video.")
    return Ruling("S5.3", State.AT_RISK, " ".join((ruling.text, *remarks)), ruling.rows) if remarks else ruling


def s6_1_both_duty_stations(facts: YearFacts) -> Ruling:
    """S6.1: the group meets in New York and in Geneva; the papers give no count, so nothing is broken."""
    if facts.is_unknown:
        return unknown("S6.1", facts)
    here = [one for one in facts.counted if one.city in (NEW_YORK, GENEVA)]
    lacking = [city for city in (NEW_YORK, GENEVA) if not any(one.city == city for one in here)]
    fact = f"{counted(len(here), 'meeting')}{': ' + those(here) if here else f' in {facts.year}'}."
    if lacking:
        state = State.AT_RISK if facts.is_over else State.OPEN
        return Ruling("S6.1", state, f"{fact} None is set for {listed(lacking, 'or')}.", rows_of(here))
    safe = {one.city for one in here if not one.is_shaky(facts.today)}
    if len(safe) == 2:
        return Ruling("S6.1", State.KEPT, fact, rows_of(here))
    return Ruling("S6.1", State.AT_RISK, f"{fact} Invitations are due, or a date is still provisional.", rows_of(here))


def s7_1_themes_and_crises(facts: YearFacts) -> Ruling:
    """S7.1: members meet on themes and on countries in crisis; no number is fixed."""
    here = facts.made_from("thematic-meeting", "crisis-meeting")
    return at_least(
        facts,
        "S7.1",
        here,
        "meeting on a theme or a country in crisis",
        "meetings on themes or countries in crisis",
        is_fixed=False,
    )


def _not_attributed(rule: str, facts: YearFacts) -> Ruling:
    if facts.not_attributed:
        return Ruling(rule, State.KEPT, "The body does not attribute: its record names no speaker.", BODY)
    return Ruling(rule, State.BROKEN, "The body attributes what is said in it.", BODY)


def s8_1_not_attributed(facts: YearFacts) -> Ruling:
    """S8.1: the record names neither a speaker nor their affiliation."""
    return _not_attributed("S8.1", facts)


def s8_2_unclassified(facts: YearFacts) -> Ruling:
    """S8.2: only unclassified material is used; the notice that each meeting carries says so."""
    bare = [one for one in facts.counted if not one.is_taken_over and "unclassified" not in one.notice.lower()]
    if not facts.counted or facts.is_unknown:
        return (
            unknown("S8.2", facts)
            if facts.is_unknown
            else Ruling("S8.2", State.OPEN, f"No meeting in {facts.year} yet.")
        )
    if bare:
        text = f"No notice says that only unclassified material is used: {listed([days_of(one) for one in bare])}."
        return Ruling("S8.2", State.AT_RISK, text, rows_of(bare))
    return Ruling("S8.2", State.KEPT, "The notice of every meeting says so.", rows_of(facts.counted))


def s9_1_exchanges(facts: YearFacts) -> Ruling:
    """S9.1: members of one region exchange experience; no number is fixed."""
    return at_least(
        facts, "S9.1", facts.made_from("exchange"), "exchange of experience", "exchanges of experience", is_fixed=False
    )


SIGNATORIES_MOST = 2


def s10_1_signed_until_a_deadline(facts: YearFacts) -> Ruling:
    """S10.1: each organisation signs with one or two signatories, until a deadline."""
    if not facts.letters:
        return Ruling("S10.1", State.OPEN, f"No joint letter of {facts.year} is on record yet.")
    wrong = [one.title for one in facts.letters if one.most_signatories > SIGNATORIES_MOST or not one.has_deadline]
    if wrong:
        return Ruling(
            "S10.1", State.BROKEN, f"More than two signatories of one organisation, or no deadline: {listed(wrong)}."
        )
    return Ruling(
        "S10.1",
        State.KEPT,
        f"{counted(len(facts.letters), 'letter')}, each with a deadline, and two signatories at most.",
    )


def s10_2_copies_to_all(facts: YearFacts) -> Ruling:
    """S10.2: every addressee gets a copy of the letter, by e-mail and by post."""
    sent = [one for one in facts.letters or () if one.is_sent]
    if not sent:
        return Ruling("S10.2", State.OPEN, f"No joint letter of {facts.year} has gone out yet.")
    short = [one.title for one in sent if one.copies < one.addressees]
    if short:
        return Ruling("S10.2", State.BROKEN, f"Not every addressee had a copy: {listed(short)}.")
    return Ruling("S10.2", State.KEPT, f"{counted(len(sent), 'letter')} with a copy to each addressee.")


def s11_1_not_attributed(facts: YearFacts) -> Ruling:
    """S11.1: the record names neither a speaker nor their affiliation."""
    return _not_attributed("S11.1", facts)


def s11_2_disclaimer(facts: YearFacts) -> Ruling:
    """S11.2: the output carries a disclaimer and is not adopted."""
    if facts.adopts:
        return Ruling("S11.2", State.BROKEN, "The body's output is adopted.", BODY)
    if not facts.disclaimer:
        return Ruling("S11.2", State.BROKEN, "No disclaimer is set for the output.", BODY)
    return Ruling("S11.2", State.KEPT, "The output is not adopted, and carries its disclaimer.", BODY)
