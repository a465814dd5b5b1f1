"""B5 as a rule: pages, minutes to speak, what is asked; one row on each side of each boundary."""

from __future__ import annotations

import pytest

from convene.findings import Finding, Level
from convene.papers.rules import BriefLimits, b5_brief_findings, minutes_to_speak

STRICT, MILD = BriefLimits(), BriefLimits(refuses=False)
UNASKED = BriefLimits(wants_asks=False)
NOTHING_ASKED = (
    "The brief does not say what is asked. Say it under a heading such as “What is asked” or “Recommendations”, and "
    "upload it again."
)
NOT_COUNTED = (
    "The pages of a DOCX or ODT cannot be counted, and at most 3 are taken. Save the brief as PDF and upload that."
)
NO_TEXT = (
    "The brief holds no text, only pictures: nobody can search it or have it read aloud. Its words cannot be "
    "counted{}. Save it from the program in which it was written."
)
UNCHECKED = ", nor can it be checked whether the brief says what is asked"
TOO_LONG = (
    "The brief has 651 words, about 6 minutes to speak at 130 words a minute; about 5, or 650 words, are meant. "
    "Shorten it, or speak a shorter form of it."
)


def of(
    *, pages: int | None = 3, pages_are: str = "counted", words: int | None = 612, asks: bool | None = True
) -> dict[str, object]:
    return {"pages": pages, "pages_are": pages_are, "words": words, "asks": asks}


def finding(level: Level, text: str) -> Finding:
    return Finding("B5", level, text, "file")


def kept(text: str) -> Finding:
    return finding(Level.KEPT, f"{text} at 130 words a minute.")


def refused(text: str) -> Finding:
    return finding(Level.REFUSE, text)


def warned(text: str) -> Finding:
    return finding(Level.WARN, text)


@pytest.mark.parametrize(
    "words,minutes", [(0, 0), (1, 1), (129, 1), (130, 1), (131, 2), (650, 5), (651, 6), (13_000, 100)]
)
def test_begun_minute_of_speaking_counts_whole(words: int, minutes: int) -> None:
    assert minutes_to_speak(words) == minutes


@pytest.mark.parametrize(
    "brief,limits,findings",
    [
        # Nothing to mend.
        (of(), STRICT, [kept("3 pages, 612 words, about 5 minutes to speak")]),
        (of(pages=1, words=1), STRICT, [kept("1 page, 1 word, about 1 minute to speak")]),
        (of(words=1300), BriefLimits(minutes=10), [kept("3 pages, 1,300 words, about 10 minutes to speak")]),
        (of(), MILD, [kept("3 pages, 612 words, about 5 minutes to speak")]),
        # Pages that were counted.
        (of(pages=4), STRICT, [refused("The brief has 4 pages; at most 3 are taken. Shorten it and upload it again.")]),
        (of(pages=4), MILD, [warned("The brief has 4 pages; at most 3 are meant. Shorten it and upload it again.")]),
        (of(pages=4), BriefLimits(pages=4), [kept("4 pages, 612 words, about 5 minutes to speak")]),
        (
            of(pages=2),
            BriefLimits(pages=1),
            [refused("The brief has 2 pages; at most 1 is taken. Shorten it and upload it again.")],
        ),
        # Pages that nobody counted.
        (
            of(pages_are="stated"),
            STRICT,
            [
                refused(
                    "The file states 3 pages, which cannot be checked; at most 3 are taken. Save the brief as PDF and "
                    "upload that."
                )
            ],
        ),
        (
            of(pages=4, pages_are="stated"),
            STRICT,
            [
                refused(
                    "The file states 4 pages, which cannot be checked; at most 3 are taken. Shorten the brief, save it "
                    "as PDF and upload that."
                )
            ],
        ),
        (
            of(pages=1, pages_are="stated"),
            MILD,
            [
                warned(
                    "The file states 1 page, which cannot be checked; at most 3 are meant. Save the brief as PDF and "
                    "upload that."
                )
            ],
        ),
        (of(pages=None, pages_are="unknown"), STRICT, [refused(NOT_COUNTED)]),
        (of(pages=None, pages_are="unknown"), MILD, [warned(NOT_COUNTED.replace("taken", "meant"))]),
        (of(pages=2, pages_are="unknown"), STRICT, [refused(NOT_COUNTED)]),
        (of(pages=None, pages_are="counted"), STRICT, [refused(NOT_COUNTED)]),
        # Time to speak is only ever warned of.
        (of(words=650), STRICT, [kept("3 pages, 650 words, about 5 minutes to speak")]),
        (of(words=651), STRICT, [warned(TOO_LONG)]),
        (of(words=651), MILD, [warned(TOO_LONG)]),
        # What is asked.
        (of(asks=False), STRICT, [refused(NOTHING_ASKED)]),
        (of(asks=False), MILD, [warned(NOTHING_ASKED)]),
        (of(asks=False), UNASKED, [kept("3 pages, 612 words, about 5 minutes to speak")]),
        (of(asks=None), STRICT, [warned("It could not be checked whether the brief says what is asked.")]),
        (of(asks=None), UNASKED, [kept("3 pages, 612 words, about 5 minutes to speak")]),
        # Text that cannot be read.
        (of(words=0, asks=None), STRICT, [warned(NO_TEXT.format(UNCHECKED))]),
        (of(words=0, asks=None), UNASKED, [warned(NO_TEXT.format(""))]),
        (of(words=None, asks=None), STRICT, [warned(f"The words of the brief could not be counted{UNCHECKED}.")]),
        (of(words=None, asks=None), UNASKED, [warned("The words of the brief could not be counted.")]),
        # Everything at once, so that one more upload is enough.
        (
            of(pages=4, words=651, asks=False),
            STRICT,
            [
                refused("The brief has 4 pages; at most 3 are taken. Shorten it and upload it again."),
                warned(TOO_LONG),
                refused(NOTHING_ASKED),
            ],
        ),
    ],
)
def test_brief_is_kept_to_its_limits(brief: dict[str, object], limits: BriefLimits, findings: list[Finding]) -> None:
    assert b5_brief_findings(**brief, limits=limits) == findings  # type: ignore[arg-type]  # the four values above


@pytest.mark.parametrize("pages", [None, 1, 4])
@pytest.mark.parametrize("pages_are", ["counted", "stated", "unknown"])
@pytest.mark.parametrize("words", [None, 0, 1, 651])
@pytest.mark.parametrize("asks", [None, False, True])
def test_body_that_does_not_refuse_is_only_warned(
    pages: int | None, pages_are: str, words: int | None, asks: bool | None
) -> None:
    mild, strict = (
        b5_brief_findings(pages=pages, pages_are=pages_are, words=words, asks=asks, limits=limits)
        for limits in (MILD, STRICT)
    )

    assert {finding.level for finding in mild} <= {Level.WARN, Level.KEPT}
    assert len(mild) == len(strict) > 0
    assert {(finding.rule, finding.field) for finding in mild + strict} == {("B5", "file")}
