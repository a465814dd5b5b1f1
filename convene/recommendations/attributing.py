"""What in a recommendation may give away who proposed it, where its body or its discussion attributes nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from textwrap import shorten

from sqlalchemy import select

from convene.agendas.models import AgendaItem
from convene.bodies.models import Body
from convene.db import db
from convene.findings import Finding, Level, Refused
from convene.meetings.models import Meeting
from convene.recommendations.models import Recommendation
from convene.recommendations.naming import names_in
from convene.recommendations.queries import addressees_of
from convene.recommendations.terms import Wording
from convene.records.actions import body_names
from convene.records.giveaways import NAMED, GiveAway, give_aways, names_to_look_for
from convene.records.models import NoteParagraph
from convene.records.queries import paragraphs_of_meeting
from convene.records.self_naming import Speakers
from convene.records.terms import Marking

# To whom most are addressed, though somebody may be called so: “Representative of United States”.
_TO_ALL = {"States"}
_NAMES_NOBODY = [marking for marking in Marking if marking.names_nobody]


def doubts_of(rows: Sequence[Recommendation], body: Body) -> dict[int, list[GiveAway]]:
    """What may give a speaker away in these texts, by internal id; as many statements for many as for one.

    Whom a recommendation addresses, and the countries it is on, give nobody away by being named.
    """
    noted = set() if body.not_attributed else _unattributed(rows)
    free = [row for row in rows if body.not_attributed or row.item_id in noted]
    if not free:
        return {}
    names, theirs = body_names(body.id), addressees_of(row.id for row in free)
    names = _but_its_own(names, body)
    found = {
        row.id: _in(row.text, row.countries, [each.name for each in theirs.get(row.id, ())], names) for row in free
    }
    return {key: marks for key, marks in found.items() if marks}


def doubts_in(words: str, row: Recommendation, body: Body) -> list[GiveAway]:
    """The same of words in which one is to be released."""
    if not body.not_attributed and row.item_id not in _unattributed([row]):
        return []
    to = [each.name for each in addressees_of([row.id]).get(row.id, ())]
    return _in(words, row.countries, to, _but_its_own(body_names(body.id), body))


def doubts_in_wording(wording: Wording, row: Recommendation, body: Body) -> list[GiveAway]:
    """The same of what a draft is to say, to whom it is to go and on which countries: of what is not kept yet."""
    if not body.not_attributed and row.item_id not in _unattributed([row]):
        return []
    to = [each.name for each in wording.addressees]
    return _in(wording.text, wording.countries, to, _but_its_own(body_names(body.id), body))


class Texts:
    """Texts of a body that attributes nothing, looked at one after the other; two statements for all of them."""

    def __init__(self, body: Body) -> None:
        self.names = _but_its_own(body_names(body.id), body)
        self.but: dict[tuple[str, ...], list[str]] = {}
        self.seen: dict[str, list[GiveAway]] = {}

    def doubts(self, words: str, countries: str, to: Sequence[str]) -> list[GiveAway]:
        """What may give a speaker away in words on these countries, and to these addressees.

        Lists are long, and say the same of many: words in which nobody is named are read once, whoever they go to, and
        the names that are free are gathered once for all that goes to the same.
        """
        if words not in self.seen:
            self.seen[words] = give_aways(words, self.names) if words else []
        if all(mark.why != NAMED for mark in self.seen[words]):
            return self.seen[words]
        of = (countries, *to)
        if of not in self.but:
            self.but[of] = _free(countries, to, self.names)
        return give_aways(words, self.but[of])


def unread(marks: Iterable[GiveAway], read: Collection[str]) -> list[GiveAway]:
    """Those whose words are not among what somebody says to have read; a line break makes no other words."""
    known = {" ".join(words.split()) for words in read}
    return [mark for mark in marks if " ".join(mark.words.split()) not in known]


def refuse_unread(found: Iterable[Sequence[GiveAway]], *, all_the_same: bool) -> None:
    """Raises Refused where something may give a speaker away and nobody says to have read it."""
    count = sum(len(marks) for marks in found)
    if count and not all_the_same:
        places = "one place" if count == 1 else f"{count} places"
        text = (
            f"In {places} the words may give a speaker away. Mend them, or tick this box where they give nobody away."
        )
        raise Refused((Finding("", Level.REFUSE, text, "all_the_same"),))


def refuse_given_away(rows: Sequence[Recommendation], meeting: Meeting, *, all_the_same: bool) -> None:
    """Raises Refused where drafts of a meeting name who spoke on their items, or may give one away and none read it."""
    refuse_own_speaker(rows, meeting)
    refuse_unread(doubts_of(rows, meeting.body).values(), all_the_same=all_the_same)


def refuse_own_speaker(
    rows: Sequence[Recommendation], meeting: Meeting | None, *, wording: Wording | None = None, words: str = ""
) -> None:
    """Raises Refused, tick or none, where one names somebody noted as speaking on its item where nothing is attributed.

    The States to which it goes and those that it is on are named all the same. `wording` is what one is to say, of what
    is not kept yet; `words` those in which one is to be released. As many statements for many as for one.
    """
    if meeting is None or not rows:
        return
    speakers = Speakers(meeting, paragraphs_of_meeting(meeting.id))
    if not speakers.names:
        return
    wanted = select(AgendaItem.id, AgendaItem.key).where(AgendaItem.id.in_({r.item_id for r in rows if r.item_id}))
    items = dict(db.session.execute(wanted).all())
    theirs = addressees_of(row.id for row in rows) if wording is None else {}
    found = []
    for row in rows:
        on_item = {key for key, each in speakers.free.items() if each.item_key == items.get(row.item_id or 0)}
        to = [each.name for each in (wording.addressees if wording else theirs.get(row.id, ()))]
        told = _told(wording.countries if wording else row.countries, to)
        own = speakers.in_words(wording.text if wording else words or row.text, on_item)
        named = [(tuple(name for name in each.named if name not in told), each.text) for each in own]
        found += [Finding("", Level.REFUSE, _own_words(names, text)) for names, text in named if names]
    if found:
        raise Refused(tuple(found))


def _own_words(named: Sequence[str], text: str) -> str:
    without = ", ".join(f"“{name}”" for name in named)
    return (
        f"It names somebody who spoke on its item, and nothing is attributed there. Say it without {without}; no tick "
        f"lets it pass: “{shorten(text, 120, placeholder=' …')}”"
    )


def _but_its_own(names: Iterable[str], body: Body) -> list[str]:
    """The names but the body's own: “the Council” recommends, though its chair is the “Chair of the Council”."""
    own = {body.name, body.short_name, body.symbol, *body.name.split(), *body.short_name.split()}
    return [name for name in names if name not in own]


def _in(words: str, countries: str, to: Sequence[str], names: Sequence[str]) -> list[GiveAway]:
    return give_aways(words, _free(countries, to, names))


def _free(countries: str, to: Sequence[str], names: Iterable[str]) -> list[str]:
    """The names but of those to whom it goes, and of the countries it is on."""
    told = _told(countries, to)
    return [name for name in names if name not in told]


def _told(countries: str, to: Sequence[str]) -> set[str]:
    return _TO_ALL | set(names_to_look_for((*to, *names_in(countries)), ()))


def _unattributed(rows: Iterable[Recommendation]) -> set[int]:
    """The items (internal ids) from which these came and of which something was noted that names nobody."""
    wanted = (
        select(AgendaItem.id)
        .join(NoteParagraph, NoteParagraph.item_key == AgendaItem.key)
        .where(
            AgendaItem.id.in_({row.item_id for row in rows if row.item_id}), NoteParagraph.marking.in_(_NAMES_NOBODY)
        )
    )
    return set(db.session.scalars(wanted.distinct()))
