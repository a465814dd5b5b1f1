"""Where what is not attributed names its own speaker: refused before anything goes out, and no tick passes it.

Who spoke is read here for the secretariat alone, who is refused; nothing that goes out is made with it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select

from convene.bodies.models import Party
from convene.db import db
from convene.findings import Finding, Level
from convene.meetings.models import Meeting
from convene.people.models import Contact, Term
from convene.records import rules
from convene.records.models import NoteParagraph
from convene.records.nations import clear, plain
from convene.records.own_names import named_in, own_names
from convene.records.queries import paragraphs_of_meeting, speakers_of
from convene.records.sentences import sentences

_NUMBER = r"[OP]?\d+"
_CITED = re.compile(
    rf"(?<!\w)(?:paragraphs?|paras?\.?|§+)\s*({_NUMBER}(?:(?:\s*,\s*|\s+and\s+|\s*[-–]\s*){_NUMBER})*)", re.IGNORECASE
)
_SHOWN = 120
REFUSED = "This paragraph names the one who said it."
# Beside a name these words say no more than that somebody spoke.
_SAYS_LITTLE = frozenset(
    "a an the this that these it is was were are be by of from for to in on at as so who what said says say saying "
    "statement statements intervention speaker speakers spoke speech delegation representative offered told following "
    "made points point view views source and mr mrs ms dr".split()
)
_HEADING = 8


@dataclass(frozen=True, slots=True)
class OwnName:
    """Where somebody is named by what they said themselves: the words that do, and the words around them."""

    named: tuple[str, ...]
    text: str
    what: str = "paragraph"

    @property
    def finding(self) -> Finding:
        """Why it does not go out, as a sentence of its own for each paragraph."""
        words = ", ".join(f"“{name}”" for name in self.named)
        begins = self.text if len(self.text) <= _SHOWN else f"{self.text[:_SHOWN].rsplit(' ', 1)[0]} …"
        why = REFUSED.replace("paragraph", self.what)
        text = f"{why} Say it without {words}; no tick lets it pass: “{begins}”"
        return Finding("", Level.REFUSE, text)


class Speakers:
    """Who is noted for the paragraphs that name nobody, and what names them; four statements at most."""

    def __init__(self, meeting: Meeting, paragraphs: Iterable[NoteParagraph]) -> None:
        by_body = meeting.body.not_attributed
        self.free = {p.id: p for p in paragraphs if rules.is_unattributed(p.marking, by_body=by_body)}
        noted = speakers_of(self.free) if self.free else {}
        self.names: dict[int, tuple[str, ...]] = {}
        if not any(row.said_by.strip() for row in noted.values()):
            return
        parties = list(db.session.scalars(select(Party.name).where(Party.body_id == meeting.body_id)))
        people = _people(meeting.body_id)
        for key, row in noted.items():
            self.names[key] = own_names(row.said_by, parties, people)

    def named(self, paragraph: NoteParagraph, text: str | None = None) -> tuple[str, ...]:
        """What in a paragraph, or in other words for it, names whoever is noted for it."""
        if not (names := self.names.get(paragraph.id)):
            return ()
        # A topic is printed above the paragraph, and names somebody as well as its text does.
        return named_in(f"{paragraph.heading}: {paragraph.text}" if text is None else text, names)

    def in_words(self, words: str, about: Iterable[int] = ()) -> list[OwnName]:
        """The paragraphs of a text that say what one of these says, and name who said that one.

        So does a text that is `about` them (internal ids), whatever it says.
        """
        found = []
        blocks = [block for block in words.split("\n\n") if re.search(r"\w", block)]
        for place, block in enumerate(blocks):
            for key, names in self.names.items():
                if not (named := named_in(block, names)):
                    continue
                beside = _beside(blocks, place, named)
                if key in about or any(_says(each, self.free[key].text, named) for each in (block, *beside)):
                    found.append(OwnName(named, " ".join(block.split())))
        return list(dict.fromkeys(found))

    def in_title(self, title: str, words: str, about: Collection[int] = ()) -> list[OwnName]:
        """Where the title of a text names who said what the title says, or the text, or what it is `about`."""
        found = []
        for key, names in self.names.items():
            said = self.free[key].text
            if (named := named_in(title, names)) and (
                key in about or any(_says(each, said, named) for each in (title, *words.split("\n\n")))
            ):
                found.append(OwnName(named, " ".join(title.split()), "title"))
        return list(dict.fromkeys(found))


def _beside(blocks: Sequence[str], place: int, named: Sequence[str]) -> list[str]:
    """The blocks next to one that says little more than a name: “University of Oxford:”, a blank line, what it said."""
    if not _is_little(blocks[place], named):
        return []
    found = []
    for way in (blocks[place + 1 :], blocks[:place][::-1]):
        for block in way:
            found.append(block)
            if not _is_little(block, ()):
                break
    return found


def _is_little(block: str, named: Sequence[str]) -> bool:
    """Whether a block is a heading, or a line that leads to the next, and no sentence of its own."""
    bare = _without(plain(block), named).strip(" -–—*•()[]“”\"'")
    words = re.findall(r"[^\W\d]{2,}", bare.casefold())
    is_sentence = bare.endswith((".", "!", "?")) or len(words) > _HEADING
    return block.rstrip().endswith(":") or not is_sentence or len(set(words) - _SAYS_LITTLE) <= 1


def _people(body_id: int) -> dict[str, list[str]]:
    """The people whom a body knows by name, with the parties they sit for, or sat."""
    wanted = (
        select(Contact.name, Party.name)
        .outerjoin(Term, Term.contact_id == Contact.id)
        .outerjoin(Party, Party.id == Term.party_id)
        .where(Contact.body_id == body_id)
    )
    found: dict[str, list[str]] = {}
    for name, party in db.session.execute(wanted):
        found.setdefault(name, []).extend([party] if party else [])
    return found


def _says(block: str, said: str, named: Sequence[str]) -> bool:
    """Whether words are taken from a paragraph, whoever is named in the one and not in the other."""
    theirs, own = ([_without(each, named) for each in sentences(clear(words))] for words in (block, said))
    return bool(rules.shared(theirs, own))


def _without(sentence: str, named: Sequence[str]) -> str:
    for name in named:
        sentence = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", " ", sentence)
    return sentence


def of_paragraphs(meeting: Meeting, paragraphs: Sequence[NoteParagraph]) -> dict[int, tuple[str, ...]]:
    """The paragraphs (internal ids) that name their own speaker, with the words that do."""
    speakers = Speakers(meeting, paragraphs)
    return {p.id: named for p in paragraphs if (named := speakers.named(p))}


def findings(meeting: Meeting, paragraphs: Sequence[NoteParagraph]) -> list[Finding]:
    """Why a record does not go out, a finding for each paragraph that names who said it."""
    own = of_paragraphs(meeting, paragraphs)
    return [OwnName(own[p.id], p.text).finding for p in paragraphs if p.id in own]


def of_text(meeting: Meeting, words: str, about: Iterable[int] = (), *, title: str = "") -> list[OwnName]:
    """Where a text that starts from a record, or its title, names somebody beside what they said."""
    speakers, meant = Speakers(meeting, paragraphs_of_meeting(meeting.id)), set(about)
    return speakers.in_title(title, words, meant) + speakers.in_words(words, meant)


def note_findings(meeting: Meeting, paragraphs: Sequence[NoteParagraph], note: str) -> list[Finding]:
    """Why a record does not go out with a word that is printed on top of it."""
    if not note.strip():
        return []
    found = Speakers(meeting, paragraphs).in_words(note)
    return [replace(own, what="word to the members").finding for own in found]


def cited(words: str) -> set[str]:
    """The numbers of paragraphs that a text cites: “paragraph 7”, “paragraphs 3 and O4”."""
    return {number for match in _CITED.finditer(words) for number in re.findall(_NUMBER, match[1].upper())}
