"""Letters about recommendations: something is asked of a State, an answer is owed, a guest is asked or told (A18)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from convene import clock
from convene.mail.messages import Addressed
from convene.mail.notices.facts import Facts, Notice
from convene.mail.terms import Fact, Letter, Link, Paragraph, Tone

FURTHER = (
    "Sign in with the address to which this letter came: you find there what is asked of your State, in full, and the "
    "form for your answer."
)

READ = ("There is something for you to read", "There is something for you to read; please sign in.")


def _letter(
    kind: str,
    to: Addressed,
    link: str,
    *,
    words: tuple[str, str],
    neutral: tuple[str, str],
    facts: tuple[Fact, ...] = (),
) -> Letter:
    """A letter with its subject and sentence; for somebody at risk the neutral ones, and a day alone."""
    subject, said = neutral if to.is_at_risk else words
    return Letter(
        kind=kind,
        subject=subject if to.is_at_risk else f"{subject}: {to.body_name}",
        greeting=to.greeting,
        paragraphs=(Paragraph(said),),
        facts=facts,
        action=Link("Sign in", link),
        further=() if to.is_at_risk or not facts else (Paragraph(FURTHER, Tone.QUIET),),
        signature=to.signature,
    )


def _due(to: Addressed, facts: Facts, label: str) -> tuple[Fact, ...]:
    day = clock.day_words(date.fromisoformat(facts["due_on"]))
    return (Fact("Due by" if to.is_at_risk else label, day),)


def letter(to: Addressed, facts: Facts, link: str, zone: str) -> Letter:
    """Something was adopted that concerns the reader's State; what it is stands on their page."""
    disclaimer = facts.get("disclaimer", "")
    done = "issued" if disclaimer else "adopted"
    words = (
        "Something is asked of your State",
        f"The secretariat has the honour to transmit what the body has {done} and addresses to your State.",
    )
    neutral = ("Something is asked of you", "Something is asked of you.")
    due = _due(to, facts, "An answer is asked for by")
    letter = _letter("recommendation-letter", to, link, words=words, neutral=neutral, facts=due)
    if not disclaimer or to.is_at_risk:
        return letter
    return replace(letter, further=(*letter.further, Paragraph(disclaimer, Tone.QUIET)))


def reminder(to: Addressed, facts: Facts, link: str, zone: str) -> Letter:
    """Only to the seats of those who owe an answer or a report."""
    count, late = facts["count"], facts["late"]
    said = "One answer or report of your State is awaited" if count == 1 else f"{count} answers or reports are awaited"
    said += "; it is overdue." if count == 1 and late else f"; {late} of them overdue." if late else "."
    words = ("Your State's answer, please", said)
    neutral = ("A reminder", "Something is still awaited from you.")
    return _letter(
        "recommendation-reminder", to, link, words=words, neutral=neutral, facts=_due(to, facts, "The first is due by")
    )


def drafts(to: Addressed, facts: Facts, link: str, zone: str) -> Letter:
    """To the seats: drafts are put before them; what they say is read after signing in."""
    words = ("Drafts to read before the meeting", "The meeting is to decide on drafts that are put before you now.")
    return _letter("drafts-put-before", to, link, words=words, neutral=READ)


def reworded(to: Addressed, facts: Facts, link: str, zone: str) -> Letter:
    """To the seats: a draft that was put before them reads otherwise now; how, they read after signing in."""
    said = "A draft that was put before you has been reworded. You read it as it stands now after signing in."
    return _letter("draft-reworded", to, link, words=("A draft has been reworded", said), neutral=READ)


def guest_asked(to: Addressed, facts: Facts, link: str, zone: str) -> Letter:
    """A guest is asked for something; for what, they read after signing in."""
    said = "The secretariat asks you for what you know. You read what, and answer, after signing in."
    neutral = ("Something is asked of you", "Something is asked of you.")
    # What was queued before a day was asked for bears none.
    due = _due(to, facts, "You are asked for it by") if "due_on" in facts else ()
    letter = _letter("shadow-asked", to, link, words=("Something is asked of you", said), neutral=neutral, facts=due)
    return replace(letter, further=())  # What further stands there speaks to a State.


def point_fed(to: Addressed, facts: Facts, link: str, zone: str) -> Letter:
    """There is word for a guest of what came of a point of theirs."""
    words = ("Word for you", "There is word for you of what came of something you said. You read it after signing in.")
    return _letter("point-fed", to, link, words=words, neutral=("Word for you", "There is word for you."))


def answer_received(to: Addressed, facts: Facts, link: str, zone: str) -> Letter:
    """To the secretariat: answers or reports came in; from whom and on what, they read after signing in."""
    count = facts.get("count", 1)
    words = ("An answer has come in", "An answer or report on what the body has asked for has come in.")
    if count > 1:
        said = f"{count} answers or reports on what the body has asked for have come in."
        words = (f"{count} answers have come in", said)
    return _letter("answer-received", to, link, words=words, neutral=READ)


def evidence_received(to: Addressed, facts: Facts, link: str, zone: str) -> Letter:
    """To the secretariat: something that it asked for was handed in; by whom is not told by mail."""
    words = ("Something that you asked for has come in", "Something that you asked for was handed in.")
    return _letter("evidence-received", to, link, words=words, neutral=READ)


def answer_recorded(to: Addressed, facts: Facts, link: str, zone: str) -> Letter:
    """To a State's seats: an answer stands in its name that the secretariat took from a letter."""
    said = (
        "The secretariat has recorded an answer in the name of your State, as it was received by letter. Please read "
        "it after signing in, and tell us if it is not as your State gave it."
    )
    words = ("An answer stands in the name of your State", said)
    return _letter("answer-recorded", to, link, words=words, neutral=READ)


NOTICES: dict[str, Notice] = {
    "recommendation-letter": letter,
    "recommendation-reminder": reminder,
    "drafts-put-before": drafts,
    "draft-reworded": reworded,
    "shadow-asked": guest_asked,
    "point-fed": point_fed,
    "answer-received": answer_received,
    "answer-recorded": answer_recorded,
    "evidence-received": evidence_received,
}
