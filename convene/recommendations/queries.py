"""Reads of recommendations, each cut to its reader by the rules named here."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, String, case, exists, func, or_, select, type_coerce

from convene.access import rules
from convene.access.gate import Missing
from convene.access.scope import current_reader, guard
from convene.access.terms import ReaderKind
from convene.agendas.models import AgendaItem
from convene.agendas.terms import Theme
from convene.bodies.models import Body, Party
from convene.bodies.terms import Standing
from convene.db import db
from convene.meetings.models import Meeting
from convene.people.models import Contact, Term
from convene.recommendations.cutting import contains, names_country
from convene.recommendations.kept import while_unchanged
from convene.recommendations.marking import marked
from convene.recommendations.models import (
    Addressee,
    Answer,
    FedPoint,
    NotedEvidence,
    OfGuest,
    Recommendation,
    RecommendationLink,
    RecommendationRelease,
    RecommendationReview,
    RecommendationStep,
    ShadowAsking,
    ShadowEvidence,
)
from convene.recommendations.naming import country_key, names_in
from convene.recommendations.terms import (
    CLOSED,
    DRAFTED,
    IN_ORDER,
    NOT_KNOWN,
    REPEATING,
    UNNAMED,
    LinkKind,
    Listing,
    Mark,
    Position,
    State,
    Step,
    TakenBack,
)

for _model in (Recommendation, RecommendationStep, RecommendationReview, Addressee, RecommendationLink):
    guard(_model, rules.sees_seated, body=_model.body_id, announced=_model.announced)
for _filed in (Answer, NotedEvidence):
    guard(_filed, rules.sees_filed, body=_filed.body_id, party=_filed.party_id, announced=_filed.announced)
for _asked in (ShadowAsking, ShadowEvidence, FedPoint):
    guard(
        _asked,
        rules.sees_called,
        body=_asked.body_id,
        party=_asked.party_id,
        person=_asked.person_id,
        announced=_asked.announced,
    )
guard(RecommendationRelease, rules.sees_body, body=RecommendationRelease.body_id)

PAGE = 50
Rows = TypeVar("Rows", bound=Select[*tuple[Any, ...]])


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: its rows, and how many there are in all.

    `marked` counts the addressees, over all pages, that bear the mark which the list is cut to; 0 without one.
    """

    rows: list[Recommendation]
    total: int
    number: int
    marked: int = 0

    @property
    def last(self) -> int:
        """The number of the last page."""
        return max(1, -(-self.total // PAGE))


def one_recommendation(key: str) -> Recommendation:
    """The recommendation with that key. Raises Missing where there is none for this reader."""
    found = db.session.scalars(select(Recommendation).where(Recommendation.key == key)).one_or_none()
    if found is None:
        raise Missing
    return found


def kept_recommendation(key: str) -> Recommendation:
    """The recommendation, where the reader serves the secretariat of its body. Raises Missing otherwise."""
    found = one_recommendation(key)
    if not rules.may_keep(current_reader(), found.body_id):
        raise Missing
    return found


def one_addressee(key: str) -> Addressee:
    """The addressee with that key. Raises Missing where there is none for this reader."""
    found = db.session.scalars(select(Addressee).where(Addressee.key == key)).one_or_none()
    if found is None:
        raise Missing
    return found


def own_addressee(key: str) -> Addressee:
    """The addressee, for its own seat and the secretariat. Raises Missing for every other State."""
    found = one_addressee(key)
    reader = current_reader()
    is_own = found.party_id in reader.parties and found.body_id in reader.seats
    if not is_own and not rules.may_keep(reader, found.body_id):
        raise Missing
    return found


def kept_addressee(key: str) -> Addressee:
    """The addressee, where the reader serves the secretariat of its body. Raises Missing otherwise."""
    found = one_addressee(key)
    if not rules.may_keep(current_reader(), found.body_id):
        raise Missing
    return found


def kept_noted(key: str) -> NotedEvidence:
    """What was noted of an addressee, where the reader serves the secretariat. Raises Missing otherwise."""
    found = db.session.scalars(select(NotedEvidence).where(NotedEvidence.key == key)).one_or_none()
    if found is None or not rules.may_keep(current_reader(), found.body_id):
        raise Missing
    return found


def kept_answer(key: str) -> Answer:
    """A filed answer, where the reader serves the secretariat of its body. Raises Missing otherwise."""
    found = db.session.scalars(select(Answer).where(Answer.key == key, Answer.announced.is_(True))).one_or_none()
    if found is None or not rules.may_keep(current_reader(), found.body_id):
        raise Missing
    return found


def of_meeting(meeting: Meeting) -> list[Recommendation]:
    """The recommendations of a meeting in the order of their numbers, what is proposed last."""
    wanted = select(Recommendation).where(Recommendation.meeting_id == meeting.id)
    order = (Recommendation.number.is_(None), Recommendation.number, Recommendation.id)
    return list(db.session.scalars(wanted.order_by(*order)))


def are_read(keys: Iterable[str]) -> bool:
    """Whether the seats read one of these (by key) still: not where all were taken back or withdrawn."""
    wanted = select(Recommendation.id).where(
        Recommendation.key.in_(list(keys)), Recommendation.announced.is_(True), Recommendation.state != State.WITHDRAWN
    )
    return db.session.scalars(wanted.limit(1)).first() is not None


def of_item(item: AgendaItem) -> list[tuple[Recommendation, int, int]]:
    """The recommendations that came from one item, each with how many of how many addressees have answered."""
    wanted = (
        select(Recommendation, func.count(Addressee.answer), func.count(Addressee.id))
        .outerjoin(Addressee, Addressee.recommendation_id == Recommendation.id)
        .where(Recommendation.item_id == item.id)
        .group_by(Recommendation.id)
        .order_by(Recommendation.id)
    )
    return [(row, answered, asked) for row, answered, asked in db.session.execute(wanted)]


def addressees_of(ids: Iterable[int]) -> dict[int, list[Addressee]]:
    """The addressees of these recommendations (internal ids) in their order; one statement."""
    found: dict[int, list[Addressee]] = {}
    wanted = select(Addressee).where(Addressee.recommendation_id.in_(list(ids)))
    for row in db.session.scalars(wanted.order_by(Addressee.recommendation_id, Addressee.position, Addressee.id)):
        found.setdefault(row.recommendation_id, []).append(row)
    return found


def answers_of(ids: Iterable[int]) -> dict[int, list[Answer]]:
    """The filed answers to these recommendations by addressee (internal ids), latest first; one statement."""
    found: dict[int, list[Answer]] = {}
    wanted = select(Answer).where(Answer.recommendation_id.in_(list(ids)), Answer.announced.is_(True))
    for row in db.session.scalars(wanted.order_by(Answer.addressee_id, Answer.number.desc())):
        found.setdefault(row.addressee_id, []).append(row)
    return found


def noted_of(ids: Iterable[int]) -> dict[int, list[NotedEvidence]]:
    """What was noted on these recommendations by addressee (internal ids), earliest first; one statement."""
    found: dict[int, list[NotedEvidence]] = {}
    wanted = select(NotedEvidence).where(NotedEvidence.recommendation_id.in_(list(ids)))
    for row in db.session.scalars(wanted.order_by(NotedEvidence.id)):
        found.setdefault(row.addressee_id, []).append(row)
    return found


def answers_to(addressee: Addressee) -> list[Answer]:
    """The answers and reports of one addressee that this reader may see, drafts included, latest first."""
    wanted = select(Answer).where(Answer.addressee_id == addressee.id).order_by(Answer.number.desc())
    return list(db.session.scalars(wanted))


def steps_of(found: Recommendation) -> list[RecommendationStep]:
    """The steps of a life that this reader was told of, in order of time, whenever each was recorded."""
    wanted = select(RecommendationStep).where(RecommendationStep.recommendation_id == found.id)
    return list(db.session.scalars(wanted.order_by(RecommendationStep.at, RecommendationStep.number)))


def taken_back(body_id: int, prefix: str = "", *, of: Recommendation | None = None) -> list[TakenBack]:
    """The adoptions of a body that were taken back, earliest first, told to its seats; one statement.

    Those with symbols that begin so, or of one recommendation.
    """
    wanted = select(RecommendationStep.note, RecommendationStep.at).where(
        RecommendationStep.body_id == body_id, RecommendationStep.step == Step.DRAFT_AGAIN
    )
    if prefix:
        wanted = wanted.where(RecommendationStep.note.istartswith(prefix, autoescape=True))
    if of is not None:
        wanted = wanted.where(RecommendationStep.recommendation_id == of.id)
    found = []
    for note, at in db.session.execute(wanted.order_by(RecommendationStep.at, RecommendationStep.id)):
        symbol, _, reason = note.partition(": ")
        found.append(TakenBack(symbol, at, reason))
    return found


def repeated_since(rows: Iterable[Recommendation]) -> dict[int, list[tuple[str, str, LinkKind]]]:
    """By which adopted ones each open one of these (by internal id) was said again: key, symbol, how; one statement."""
    ids = [row.id for row in rows if row.state not in CLOSED | DRAFTED]
    wanted = (
        select(RecommendationLink.earlier_id, Recommendation.key, Recommendation.symbol, RecommendationLink.kind)
        .join(Recommendation, Recommendation.id == RecommendationLink.later_id)
        .where(
            RecommendationLink.earlier_id.in_(ids),
            RecommendationLink.kind.in_(sorted(REPEATING)),
            Recommendation.state.not_in(sorted(DRAFTED)),
        )
        .order_by(Recommendation.adopted_on, Recommendation.number, Recommendation.id)
    )
    found: dict[int, list[tuple[str, str, LinkKind]]] = {}
    for earlier, key, symbol, kind in db.session.execute(wanted):
        found.setdefault(earlier, []).append((key, symbol or "", kind))
    return found


def answers_elsewhere(keys: Iterable[str]) -> dict[str, tuple[str, Position]]:
    """What each addressee, by name, answered last to any of these: the symbol, and where it stands; one statement."""
    wanted = (
        select(Addressee.name, Recommendation.symbol, Addressee.answer)
        .join(Recommendation, Recommendation.id == Addressee.recommendation_id)
        .where(Recommendation.key.in_(list(keys)), Addressee.answer.is_not(None))
        .order_by(Addressee.answered_on, Addressee.id)
    )
    return {name: (symbol or "", answer) for name, symbol, answer in db.session.execute(wanted) if answer is not None}


def item_of(found: Recommendation) -> AgendaItem | None:
    """The item it came from, where this reader may see that."""
    return db.session.get(AgendaItem, found.item_id) if found.item_id is not None else None


def meeting_of(found: Recommendation) -> Meeting | None:
    """The meeting it came from, where this reader may see that."""
    return db.session.get(Meeting, found.meeting_id) if found.meeting_id is not None else None


def listed(body: Body, cut: Listing, *, on: date, page: int = 1) -> Page:
    """One page of a body's recommendations, drafts first, then the latest adopted; two statements."""
    total, bearing = while_unchanged(body, ("counts", cut, on), lambda: _counts(body, cut, on=on))
    number = min(max(1, page), max(1, -(-total // PAGE)))
    order = (Recommendation.adopted_on.is_not(None), Recommendation.adopted_on.desc(), Recommendation.id.desc())
    wanted = cut_to(select(Recommendation), body, cut, on=on).order_by(*order)
    rows = db.session.scalars(wanted.limit(PAGE).offset((number - 1) * PAGE))
    return Page(list(rows), total, number, bearing)


def _counts(body: Body, cut: Listing, *, on: date) -> tuple[int, int]:
    """How many recommendations a list has and, where it is cut to a mark, how many addressees bear it; else 0."""
    if not cut.mark:
        return db.session.scalar(cut_to(select(func.count(Recommendation.id)), body, cut, on=on)) or 0, 0
    without = replace(cut, mark="", addressee="")  # Both are asked of the addressees themselves.
    both = select(func.count(Recommendation.id.distinct()), func.count(Addressee.id))
    both = both.join_from(Addressee, Recommendation, Recommendation.id == Addressee.recommendation_id)
    both = both.where(Addressee.body_id == body.id, marked(cut.mark, on=on))
    both = both.where(Addressee.name == cut.addressee) if cut.addressee else both
    recommendations, addressees = db.session.execute(cut_to(both, body, without, on=on)).one()
    return recommendations, addressees


def all_listed(body: Body, cut: Listing, *, on: date) -> list[int]:
    """The internal ids of all of them, the earliest first: for tables to take away."""
    order = (Recommendation.adopted_on, Recommendation.id)
    return list(db.session.scalars(cut_to(select(Recommendation.id), body, cut, on=on).order_by(*order)))


def cut_to(wanted: Rows, body: Body, cut: Listing, *, on: date) -> Rows:
    """A statement over recommendations, cut as the list asks for."""
    which: list[ColumnElement[bool]] = [Recommendation.body_id == body.id]
    if cut.states:
        which.append(Recommendation.state.in_(sorted(cut.states)))
    else:
        which.append(Recommendation.state != State.WITHDRAWN)
    if cut.kind:
        which.append(Recommendation.kind == cut.kind)
    if cut.year == 0:
        which.append(Recommendation.adopted_on.is_(None))
    elif cut.year is not None:
        which.append(Recommendation.adopted_on.between(date(cut.year, 1, 1), date(cut.year, 12, 31)))
    if cut.country:
        which.append(names_country(Recommendation.countries, cut.country))
    if cut.theme:
        themes = type_coerce(Recommendation.themes, String)
        which.append(themes == "[]" if cut.theme == UNNAMED else contains(themes, json.dumps(cut.theme)))
    if cut.words:
        which.append(or_(contains(Recommendation.text, cut.words), contains(Recommendation.symbol, cut.words)))
    if cut.addressee or cut.mark:
        of = [Addressee.recommendation_id == Recommendation.id]
        of += [Addressee.name == cut.addressee] if cut.addressee else []
        of += [marked(cut.mark, on=on)] if cut.mark else []
        which.append(exists().where(*of))
    return wanted.where(*which)


def marks_of(rows: Iterable[Recommendation], *, on: date) -> dict[int, list[tuple[str, int]]]:
    """How many addressees of each recommendation (by internal id) bear which mark on a day; one statement.

    Answers come first, from support to refusal, and those without one after them, the silent before the awaited.
    """
    said = case(
        (Addressee.answer.is_not(None), type_coerce(Addressee.answer, String)),
        (marked(Mark.NOT_SENT, on=on), str(Mark.NOT_SENT)),
        (marked(Mark.TO_POST, on=on), str(Mark.TO_POST)),
        (marked(Mark.SILENT, on=on), str(Mark.SILENT)),
        (marked(Mark.NO_ANSWER, on=on), str(Mark.NO_ANSWER)),
        else_=str(Mark.AWAITED),
    )
    wanted = select(Addressee.recommendation_id, said.label("mark"), func.count()).join(
        Recommendation, Recommendation.id == Addressee.recommendation_id
    )
    wanted = wanted.where(Addressee.recommendation_id.in_([row.id for row in rows]))
    found: dict[int, list[tuple[str, int]]] = {}
    for of, mark, count in db.session.execute(wanted.group_by(Addressee.recommendation_id, "mark")):
        found.setdefault(of, []).append((mark, count))
    return {of: sorted(theirs, key=lambda each: IN_ORDER.index(each[0])) for of, theirs in found.items()}


def states_of(body: Body) -> list[Party]:
    """Those who may be addressed: the parties of a body but its secretariat and its guests, members first."""
    standings = (Standing.MEMBER, Standing.OBSERVER, Standing.COOPERATING)
    wanted = select(Party).where(Party.body_id == body.id, Party.standing.in_(standings))
    return list(db.session.scalars(wanted.order_by(Party.standing != Standing.MEMBER, Party.name)))


def guests_of(body: Body) -> list[tuple[Contact, Party | None, int]]:
    """Those who may be asked for shadow evidence: contacts of guest parties, with their party, by name."""
    rows = db.session.execute(
        select(Contact, Party, Term.person_id)
        .join(Term, Term.contact_id == Contact.id)
        .join(Party, Party.id == Term.party_id)
        .where(Term.body_id == body.id, Party.standing == Standing.GUEST)
        .order_by(Party.name, Contact.name, Contact.id)
    )
    found: dict[int, tuple[Contact, Party | None, int]] = {}
    for contact, party, person in rows:
        found.setdefault(contact.id, (contact, party, person))
    return list(found.values())


def guests_in(body: Body, words: str) -> list[str]:
    """The names of a body's guests, people and organisations, that stand in some words; one statement, if any."""
    said = words.casefold()
    if not said.strip():
        return []
    guests = guests_of(body)
    names = {name for contact, party, _ in guests for name in (contact.name, party.name if party else "")}
    return sorted(name for name in names if name and name.casefold() in said)


def recommendation_of(row: Addressee | Answer | NotedEvidence | OfGuest) -> Recommendation:
    """The recommendation to which something belongs. Raises Missing where the reader may not see it."""
    found = db.session.get(Recommendation, row.recommendation_id)
    if found is None:
        raise Missing
    return found


def addressee_by_id(addressee_id: int) -> Addressee:
    """The addressee by its internal id. Raises Missing."""
    found = db.session.get(Addressee, addressee_id)
    if found is None:
        raise Missing
    return found


def countries_known(body: Body, of: AgendaItem | Recommendation | None = None) -> list[str]:
    """The countries that are known besides all States: the parties, and those that an item or the draft names."""
    return [*(party.name for party in states_of(body)), *(names_in(of.countries) if of is not None else ())]


def countries_used(body: Body) -> list[str]:
    """The countries that a body named in what it recommended, drafts too."""
    return [name for name in choices(body)["countries"] if name != UNNAMED]


def releases_of(body: Body) -> list[RecommendationRelease]:
    """What a body has released, the latest first."""
    wanted = select(RecommendationRelease).where(RecommendationRelease.body_id == body.id)
    return list(db.session.scalars(wanted.order_by(RecommendationRelease.number.desc())))


def release_of(found: Recommendation) -> RecommendationRelease | None:
    """How a recommendation was released to guests, if it was."""
    wanted = select(RecommendationRelease).where(RecommendationRelease.recommendation_id == found.id)
    return db.session.scalars(wanted).one_or_none()


def choices(body: Body) -> dict[str, list[str]]:
    """What a list can be cut to, by the name of each cut; two statements."""
    return while_unchanged(body, ("choices",), lambda: _choices(body))


def _choices(body: Body) -> dict[str, list[str]]:
    wanted = select(Recommendation.countries, Recommendation.adopted_on).where(Recommendation.body_id == body.id)
    rows = db.session.execute(wanted.distinct()).all()
    countries: dict[str, str] = {}
    for name in sorted({name for text, _ in rows for name in names_in(text)}):
        countries.setdefault(country_key(name), name)
    years = {day.year for _, day in rows if day}
    names = db.session.scalars(select(Addressee.name).where(Addressee.body_id == body.id).distinct())
    return {
        "countries": [*sorted(countries.values()), UNNAMED],
        "addressees": sorted(names),
        "years": [*map(str, sorted(years, reverse=True)), NOT_KNOWN],
        "themes": [*map(str, Theme), UNNAMED],
    }


def released_to_me(bodies: Iterable[Body]) -> list[Body]:
    """The bodies that have released something to the reader as a guest; one statement, none for seats."""
    reader = current_reader()
    mine = [body for body in bodies if body.id not in reader.seats | reader.staff]
    if not mine or reader.kind is not ReaderKind.PERSON:
        return []
    wanted = select(RecommendationRelease.body_id).where(RecommendationRelease.body_id.in_([b.id for b in mine]))
    released = set(db.session.scalars(wanted.distinct()))
    return [body for body in mine if body.id in released]
