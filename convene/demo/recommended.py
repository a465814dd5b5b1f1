"""The recommendations of the demonstration's board: what it made of one matter over the years, and who has answered."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from convene import clock
from convene.agendas.queries import items_of_meeting
from convene.agendas.terms import Subject, Theme
from convene.bodies.models import Body, Party
from convene.bodies.terms import Standing
from convene.db import db
from convene.demo.cast import CAST
from convene.demo.seed import BY
from convene.meetings.models import Meeting
from convene.recommendations import (
    actions,
    answering,
    columns,
    feeding,
    import_keeping,
    importing,
    letters,
    lineage,
    noting,
    queries,
    shadow,
    telling,
)
from convene.recommendations.models import Addressee, Recommendation
from convene.recommendations.terms import (
    AddresseeKind,
    Given,
    Kind,
    LinkKind,
    Named,
    Noting,
    Position,
    Reliability,
    Signed,
    SourceKind,
    Step,
    Wording,
)

# One matter over the years: years before the last meeting, its number then, what was said, and who declined or kept
# silent; everybody else supported it.
EARLIER = (
    (
        4,
        "2/R.1",
        "Member States should tell one another within a fortnight what their missions report of attacks on civilians.",
        {"Australia": "declined", "Denmark": ""},
    ),
    (
        3,
        "2/R.2",
        "Member States should tell one another within a fortnight what their missions report of attacks on civilians.",
        {"Australia": "noted"},
    ),
    (
        2,
        "1/R.1",
        "Member States should tell one another within seven days what their missions report of attacks on civilians.",
        {"Canada": "supported in part"},
    ),
)
SHARING = (
    "Member States should tell one another, and the secretariat, within two days what their missions report of attacks "
    "on civilians, and name an officer in the capital who can be reached at all hours."
)
FUEL = (
    "Member States should end the sale of fuel to the armed groups on the list of the board, and ask ports and "
    "carriers under their jurisdiction to do the same."
)
CONVOYS = (
    "The Joint Office is asked to bring before the Security Council the days on which relief convoys to Sultara were "
    "held up, with the names of the crossings."
)
NETWORKS = (
    "The operators of social networks are asked to keep, for those who investigate, what they take down as incitement, "
    "and to say within thirty days whom to write to."
)
NEXT_FUEL = FUEL.removesuffix(".") + ", and to report on both by the next meeting."
A_DAY = timedelta(days=1)
JOINT_OFFICE, COMPANY = "United Nations Joint Office", "Association of network operators (example)"
# What the States answered on sharing reports, and on fuel; Canada is silent on the first.
ON_SHARING = {
    "Netherlands": Given(
        Position.SUPPORTED,
        "The Netherlands shares what its missions report.",
        "Since January the desk for Africa and the Near East passes reports on within one day; an officer is on call.",
        "Instruction to all missions of 14 January",
        SourceKind.OFFICIAL,
        Reliability.CONFIRMED,
    ),
    "United States": Given(
        Position.IN_PART,
        "Reports that name sources cannot be shared within two days.",
        "A version without sources is prepared within five.",
        "Letter of the Department of State",
        SourceKind.OFFICIAL,
        Reliability.PROBABLE,
    ),
    "United Kingdom": Given(Position.SUPPORTED, "Agreed; the resilience desk answers at all hours."),
    "Germany": Given(Position.NOTED, "The matter is before the cabinet."),
    "Australia": Given(Position.DECLINED, "Missions of a few people cannot keep to two days."),
    "Denmark": Given(Position.SUPPORTED, "Denmark shares them within two days."),
}


@dataclass(frozen=True, slots=True)
class _Board:
    """The board, its last meeting and the next, and the member States by name."""

    body: Body
    past: Meeting
    coming: Meeting
    states: Mapping[str, Party]
    at: datetime

    def everybody(self) -> tuple[Named, ...]:
        """All members as addressees."""
        return tuple(Named(AddresseeKind.PARTY, name, party.id) for name, party in self.states.items())

    def after(self, days: int) -> datetime:
        """So many days after the last meeting, but never in the future."""
        return min(self.past.ends_at + days * A_DAY, self.at)


def recommend(past: Meeting, coming: Meeting, *, at: datetime) -> None:
    """Four recommendations of the last meeting with what came of them, what went before, and a draft for the next."""
    members = select(Party).where(Party.body_id == past.body_id, Party.standing == Standing.MEMBER)
    states = {party.name: party for party in db.session.scalars(members.order_by(Party.name))}
    board = _Board(past.body, past, coming, states, at)
    _earlier(board)
    sharing, fuel, convoys, networks = _adopted(board)
    _tied(board, sharing)
    _sent(board, (sharing, convoys, networks))
    _answered(board, sharing, convoys)
    _lately(board, sharing, fuel)
    _heard(board, sharing)
    _proposed(board, fuel)


def _earlier(board: _Board) -> None:
    """What was recommended before the system was there, taken over from a list a month before the last meeting."""
    at = board.past.ends_at - 30 * A_DAY
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(columns.COLUMNS)
    for years, number, text, answers in EARLIER:
        on = board.past.starts_on.replace(year=board.past.starts_on.year - years)
        symbol = f"{board.body.symbol}/{on.year}/{number}"
        for name in board.states:
            answer = answers.get(name, "supported")
            row = {
                "symbol": symbol,
                "adopted on": on,
                "kind": Kind.POLICY,
                "text": text,
                "theme": Theme.CONFLICT_PREVENTION,
                "state": "in follow-up",
                "addressee": name,
                "sent on": on + 10 * A_DAY,
                "due on": on + 100 * A_DAY,
                "response": answer,
                "answered on": on + (40 + 7 * len(name)) * A_DAY if answer else "",
            }
            writer.writerow([row.get(column, "") for column in columns.COLUMNS])
    reading = importing.held_against(
        board.body, columns.read(table.getvalue().encode()), today=clock.local(at, board.body.zone).date()
    )
    import_keeping.take_over(board.body, reading, by=BY, at=at)
    db.session.flush()


def _adopted(board: _Board) -> list[Recommendation]:
    """Four, proposed under the item of the agenda and adopted before the meeting was over."""
    item = next(i for i in items_of_meeting(board.past.id) if i.subject is Subject.RECOMMENDATIONS)
    office = _party(board.body, JOINT_OFFICE)
    wanted = (
        Wording(SHARING, Kind.POLICY, "", (Theme.CONFLICT_PREVENTION,), board.everybody()),
        Wording(FUEL, Kind.SANCTIONS, "Marenda", (Theme.PEACE_OPERATIONS,), board.everybody()),
        Wording(
            CONVOYS,
            Kind.IGO_RESOLUTION,
            "Sultara",
            (Theme.PEACE_OPERATIONS,),
            (Named(AddresseeKind.PARTY, office.name, office.id),),
        ),
        Wording(
            NETWORKS, Kind.REQUEST, "", (Theme.NEW_TECHNOLOGIES,), (Named(AddresseeKind.COMPANY, COMPANY),)
        ),
    )  # fmt: skip
    made = [actions.propose(item, board.past, each, by=BY, at=board.past.ends_at) for each in wanted]
    db.session.flush()
    adopted = actions.adopt(made, board.past, by=BY, at=board.past.ends_at)
    db.session.flush()
    return adopted


def _party(body: Body, name: str) -> Party:
    """The party of that name."""
    return db.session.scalars(select(Party).where(Party.body_id == body.id, Party.name == name)).one()


def _tied(board: _Board, sharing: Recommendation) -> None:
    """The same matter each year: said again, then strengthened twice."""
    wanted = select(Recommendation).where(
        Recommendation.body_id == board.body.id, Recommendation.adopted_on < board.past.starts_on
    )
    chain = [*db.session.scalars(wanted.order_by(Recommendation.adopted_on)), sharing]
    kinds = (LinkKind.REITERATES, LinkKind.STRENGTHENS, LinkKind.STRENGTHENS)
    for earlier, later, kind in zip(chain[:-1], chain[1:], kinds, strict=True):
        lineage.tie(later, earlier, kind, board.body, by=BY, at=board.after(1))
        db.session.flush()


def _sent(board: _Board, first: tuple[Recommendation, ...]) -> None:
    """Letters went out two weeks after the meeting."""
    on = board.after(14)
    by_then = clock.local(on, board.body.zone).date() + 60 * A_DAY
    recipients = {COMPANY: "Its secretary-general", JOINT_OFFICE: "The Special Adviser"}
    telling.send(first, board.body, telling.Sending(by_then, recipients, _signed()), by=BY, at=on)
    letters.note_posted(letters.on_paper(first), board.body, clock.local(on, board.body.zone).date(), by=BY, at=on)
    db.session.flush()


def _signed() -> Signed:
    """Who signs the board's letters."""
    return next(Signed(person.name, "For the secretariat") for person in CAST if person.key == "secretary")


def _answered(board: _Board, sharing: Recommendation, convoys: Recommendation) -> None:
    """All but Canada have answered on sharing, and it was reminded; the Joint Office has acted."""
    for number, (name, given) in enumerate(ON_SHARING.items()):
        _answer(board, sharing, name, given, at=board.after(24 + 6 * number))
    acted = Given(
        Position.SUPPORTED, "The matter was put to the Council.", "It was briefed with the list of crossings.",
        "Provisional record of the meeting", SourceKind.IGO, Reliability.CONFIRMED,
    )  # fmt: skip
    _answer(board, convoys, JOINT_OFFICE, acted, at=board.after(50), verified="the secretariat, from the record")
    wish = actions.FollowUp(Step.IMPLEMENT, "The Council was briefed, and its members asked for a monthly report.")
    actions.follow(convoys, board.body, wish, by=BY, at=board.after(58))
    telling.remind(board.body, by=BY, at=board.after(90))


def _lately(board: _Board, sharing: Recommendation, fuel: Recommendation) -> None:
    """The letters on fuel went out only now, once the list was agreed, and two answered; sharing is followed up."""
    today = clock.local(board.at, board.body.zone).date()
    at = max(board.at - 20 * A_DAY, board.after(14))
    telling.send([fuel], board.body, telling.Sending(today + 25 * A_DAY, {}, _signed()), by=BY, at=at)
    db.session.flush()
    for name in ("Denmark", "Germany"):
        given = Given(Position.SUPPORTED, "The order is in force.", "Port authorities were told.")
        _answer(board, fuel, name, given, at=board.at - 2 * A_DAY)
    again = clock.local(board.at, board.body.zone).date() + 30 * A_DAY
    wish = actions.FollowUp(Step.FOLLOW_UP, "Six of seven have answered; Canada was reminded.", again)
    actions.follow(sharing, board.body, wish, by=BY, at=board.at - 5 * A_DAY)
    silent = db.session.scalars(
        select(Addressee).where(Addressee.recommendation_id == sharing.id, Addressee.name == "Canada")
    ).one()
    said = Noting(
        "A question was put in parliament; the minister answered that an officer will be named this year.",
        "Official report of the debate", "", SourceKind.OFFICIAL, Reliability.PROBABLE,
    )  # fmt: skip
    noting.note(silent, sharing, board.body, said, by=BY, at=board.at - 4 * A_DAY)
    db.session.flush()


def _answer(board: _Board, found: Recommendation, name: str, given: Given, *, at: datetime, verified: str = "") -> None:
    wanted = select(Addressee).where(Addressee.recommendation_id == found.id, Addressee.name == name)
    row = db.session.scalars(wanted).one()
    filed = answering.answer(row, found, board.body, given, is_filing=True, revision=0, by=BY, at=at)
    db.session.flush()
    if verified or given.reliability is Reliability.CONFIRMED:
        whose = verified or "the secretariat, from two sources"
        answering.verify(filed, found, board.body, whose, by=BY, at=min(at + 7 * A_DAY, board.at))


def _heard(board: _Board, sharing: Recommendation) -> None:
    """One guest was asked what they know and answered; another's point in the open session fed the text."""
    guests = {party.name: (contact, party, person) for contact, party, person in queries.guests_of(board.body) if party}
    documents = guests["Documentation Centre"]
    asking = shadow.ask(
        sharing, board.body, documents, "How soon after an attack did somebody in a capital answer you this year?",
        (board.at - 9 * A_DAY).date(), by=BY, at=board.at - 30 * A_DAY,
    )  # fmt: skip
    db.session.flush()
    told = "Of fourteen reports nine were answered within three days, and five not at all."
    given = board.at - 12 * A_DAY
    handed = shadow.hand_in(asking, told, SourceKind.CIVIL_SOCIETY, person=documents[2], by=BY, at=given)
    shadow.judge(handed, Reliability.PROBABLE, by=BY, at=given + A_DAY)
    places = [each for each in feeding.places(board.body, board.past.ends_on) if each.meeting.id == board.past.id]
    point = feeding.tie_point(
        sharing, board.body, guests["Early Warning Watch"], "Name somebody who can be reached at all hours.",
        place=places[0] if places else None, by=BY, at=board.after(2),
    )  # fmt: skip
    agreed = feeding.Agreement(board.past.ends_on, board.past, "on the item of the recommendations")
    feeding.agree(point, sharing, board.body, agreed, by=BY, at=board.after(2))
    words = "Your point that somebody must be reachable at all hours was taken into what the board recommended."
    feeding.tell(point, sharing, words, by=BY, at=board.at - 9 * A_DAY)


def _proposed(board: _Board, fuel: Recommendation) -> None:
    """A draft for the next meeting that says one of them again."""
    item = next(i for i in items_of_meeting(board.coming.id) if i.subject is Subject.RECOMMENDATIONS)
    wording = Wording(NEXT_FUEL, Kind.SANCTIONS, "Marenda", (Theme.PEACE_OPERATIONS,), board.everybody())
    draft = actions.propose(item, board.coming, wording, by=BY, at=board.at)
    db.session.flush()
    lineage.tie(draft, fuel, LinkKind.STRENGTHENS, board.body, by=BY, at=board.at)
