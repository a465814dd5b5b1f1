"""Rules of papers: what a brief keeps to (B5). Pure functions of plain values; no file is read here."""

from __future__ import annotations

from dataclasses import dataclass

from convene.findings import Finding, Level

# The pace of somebody who speaks without hurry.
SPOKEN_A_MINUTE = 130

# Where a number of pages comes from (settled 32), as the inspection says it; the third is “unknown”.
_COUNTED = "counted"
_STATED = "stated"


@dataclass(frozen=True, slots=True)
class BriefLimits:
    """What a body asks of its briefs (B5): at most so many pages, about so many minutes to speak.

    `refuses` says what becomes of a brief that has too many pages or does not say what is asked: it is refused, or
    taken with a warning. A brief that is long to speak is only ever warned of, since it is read as well.
    """

    pages: int = 3
    minutes: int = 5
    wants_asks: bool = True
    refuses: bool = True

    @property
    def words(self) -> int:
        """About how many words can be spoken in those minutes."""
        return self.minutes * SPOKEN_A_MINUTE


def minutes_to_speak(words: int) -> int:
    """How many minutes that many words take to speak, a begun minute counted whole."""
    return -(-words // SPOKEN_A_MINUTE)


def b5_brief_findings(
    *, pages: int | None, pages_are: str, words: int | None, asks: bool | None, limits: BriefLimits
) -> list[Finding]:
    """B5: a brief has at most three pages, takes about five minutes to speak, and says what is asked.

    `pages_are` is “counted”, “stated” or “unknown”; `words` and `asks` are None where they could not be found out.
    One finding that all is kept, or everything there is to mend, so that one more upload is enough.
    """
    remarks = [*_pages(pages, pages_are, limits), *_text(words, limits, asks=asks)]
    if remarks:
        return remarks
    length = f"{_count(pages or 0, 'page')}, {_count(words or 0, 'word')}, {_spoken(words or 0)}"
    return [_finding(Level.KEPT, f"{length}.")]


def _pages(pages: int | None, pages_are: str, limits: BriefLimits) -> list[Finding]:
    """The limit holds for counted pages; where they are not counted, a PDF is asked for (settled 32)."""
    most = f"at most {limits.pages:,} {'is' if limits.pages == 1 else 'are'} {'taken' if limits.refuses else 'meant'}"
    if pages is not None and pages_are == _COUNTED:
        if pages <= limits.pages:
            return []
        return [_breach(limits, f"The brief has {_count(pages, 'page')}; {most}. Shorten it and upload it again.")]
    if pages is None or pages_are != _STATED:
        text = f"The pages of a DOCX or ODT cannot be counted, and {most}. Save the brief as PDF and upload that."
        return [_breach(limits, text)]
    stated = f"The file states {_count(pages, 'page')}, which cannot be checked; {most}"
    mend = "Save the brief as PDF" if pages <= limits.pages else "Shorten the brief, save it as PDF"
    return [_breach(limits, f"{stated}. {mend} and upload that.")]


def _text(words: int | None, limits: BriefLimits, *, asks: bool | None) -> list[Finding]:
    """What is said of the words, and of what is asked; where the text cannot be read, one remark says both."""
    unknown = ", nor can it be checked whether the brief says what is asked" if limits.wants_asks else ""
    if words is None:
        return [_finding(Level.WARN, f"The words of the brief could not be counted{unknown}.")]
    if not words:
        text = (
            "The brief holds no text, only pictures: nobody can search it or have it read aloud. Its words cannot be "
            f"counted{unknown}. Save it from the program in which it was written."
        )
        return [_finding(Level.WARN, text)]
    if minutes_to_speak(words) <= limits.minutes:
        return _asks(limits, asks=asks)
    meant = f"about {limits.minutes}, or {limits.words:,} words, are meant"
    length = f"The brief has {_count(words, 'word')}, {_spoken(words)}; {meant}"
    return [_finding(Level.WARN, f"{length}. Shorten it, or speak a shorter form of it."), *_asks(limits, asks=asks)]


def _asks(limits: BriefLimits, *, asks: bool | None) -> list[Finding]:
    if asks or not limits.wants_asks:
        return []
    if asks is None:
        return [_finding(Level.WARN, "It could not be checked whether the brief says what is asked.")]
    text = "The brief does not say what is asked. Say it under a heading such as “What is asked” or “Recommendations”"
    return [_breach(limits, f"{text}, and upload it again.")]


def _spoken(words: int) -> str:
    return f"about {_count(minutes_to_speak(words), 'minute')} to speak at {SPOKEN_A_MINUTE} words a minute"


def _breach(limits: BriefLimits, text: str) -> Finding:
    return _finding(Level.REFUSE if limits.refuses else Level.WARN, text)


def _finding(level: Level, text: str) -> Finding:
    return Finding("B5", level, text, "file")


def _count(number: int, one: str) -> str:
    return f"{number:,} {one if number == 1 else one + 's'}"
