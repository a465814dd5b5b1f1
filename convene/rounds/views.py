"""Pages of the secretariat for a round: its hours and rooms, who meets whom, the grid, people, cards."""

from __future__ import annotations

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from convene import clock, pages
from convene.access.gate import Missing, needs
from convene.access.terms import Action
from convene.bodies.queries import body_by_id
from convene.meetings.models import Meeting
from convene.meetings.queries import meeting_by_id
from convene.packs.cards import cards_pdf
from convene.rounds import actions, answering, board, placing, queries
from convene.rounds.attending import views as attending
from convene.rounds.forms import AbsenceForm, HoursForm, PeopleForm, PlaceForm, ReplyForm, RoomForm, pairs_form
from convene.rounds.models import CheckIn, CheckInAnswer
from convene.rounds.noting import views as noting
from convene.rounds.terms import Side, Slot
from convene.web.forms import answered, options
from convene.web.requests import actor
from convene.web.sending import download

views = Blueprint("rounds", __name__)
views.register_blueprint(attending)
views.register_blueprint(noting)
WAYS = ("day", "room", "person")


@views.get("/meetings/<meeting>/check-ins/grid", endpoint="grid")
@needs(Action.MEETING_KEEP)
def grid(meeting: str) -> str:
    """The round by day, by room or by person, and what has no time yet."""
    found = queries.kept_round(meeting)
    book = queries.book_of(found)
    way = request.args.get("by", "day")
    way = way if way in WAYS else "day"
    return render_template(
        "rounds/grid.html",
        meeting=found,
        book=book,
        way=way,
        days=board.days_of(found, book) if way == "day" else (),
        rooms=board.rooms_parts(book) if way == "room" else (),
        people=board.people_parts(book) if way == "person" else (),
        away_words=board.away_words,
        prepared=board.prepared(found) if book.placed else 0,
        zone=pages.own_zone(),
    )


@views.route("/meetings/<meeting>/check-ins/setup", endpoint="setup", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def setup(meeting: str) -> BaseResponse | tuple[str, int]:
    """Days, hours and length of the check-ins; the rooms."""
    found = queries.kept_round(meeting)
    form = HoursForm.of(queries.settings_of(found, ()))

    def act() -> str:
        actions.set_hours(found, form.slot_minutes.data, form.hours(), by=actor(), at=g.convene_at)
        flash("The days and hours are kept.", "kept")
        return url_for("rounds.setup", meeting=meeting)

    return answered(form, act, lambda: _setup_page(meeting, form, RoomForm(formdata=None)))


def _setup_page(meeting: str, form: HoursForm, room: RoomForm) -> str:
    again = queries.kept_round(meeting)
    rooms = queries.rooms_of(again)
    return render_template("rounds/setup.html", form=form, room_form=room, meeting=again, rooms=rooms)


@views.post("/meetings/<meeting>/check-ins/rooms", endpoint="add_room")
@needs(Action.MEETING_KEEP)
def add_room(meeting: str) -> BaseResponse | tuple[str, int]:
    """Add a room."""
    found = queries.kept_round(meeting)
    form = RoomForm()

    def act() -> str:
        actions.add_room(found, form.room(found.zone), queries.rooms_of(found), by=actor(), at=g.convene_at)
        flash(f"{form.name.data} is added.", "kept")
        return url_for("rounds.setup", meeting=meeting)

    def page() -> str:
        hours = HoursForm.of(queries.settings_of(queries.kept_round(meeting), ()))
        return _setup_page(meeting, hours, form)

    return answered(form, act, page)


@views.post("/round-rooms/<room>/remove", endpoint="remove_room")
@needs(Action.MEETING_KEEP)
def remove_room(room: str) -> BaseResponse:
    """Take out a room in which nothing is placed."""
    found = queries.kept_room(room)
    meeting = meeting_by_id(found.meeting_id)
    actions.remove_room(meeting, found, queries.book_of(meeting), by=actor(), at=g.convene_at)
    return redirect(url_for("rounds.setup", meeting=meeting.key), code=303)


@views.route("/meetings/<meeting>/check-ins/pairs", endpoint="pairs", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def pairs(meeting: str) -> BaseResponse | tuple[str, int]:
    """Who is to meet whom, and how much it matters; nobody is told."""
    found = queries.kept_round(meeting)
    offer = board.offer(found, at=g.convene_at)
    known = queries.pairs_of(found)
    form = pairs_form(offer, board.wishes_of(known, offer))

    def act() -> str:
        wishes = {(p, m.term): form.wish(p.key, m.term.key) for p in offer.parties for m in offer.members}
        new = actions.want_pairs(found, wishes, offer.terms(), known, by=actor(), at=g.convene_at)
        flash(f"{'One check-in is' if new == 1 else f'{new} check-ins are'} new. Nobody is told of them yet.", "kept")
        return url_for("rounds.grid", meeting=meeting)

    def page() -> str:
        again = queries.kept_round(meeting)
        offered = board.offer(again, at=g.convene_at)
        return render_template("rounds/pairs.html", form=form, meeting=again, offer=offered)

    return answered(form, act, page)


@views.route("/check-ins/<check_in>/place", endpoint="place", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def place(check_in: str) -> BaseResponse | tuple[str, int]:
    """Put a check-in at a time and in a room, or move it; whoever was invited is told of a move."""
    found = queries.kept_check_in(check_in)
    meeting = meeting_by_id(found.meeting_id)
    book = queries.book_of(meeting)
    pair = queries.pair_of(book, found)
    form = PlaceForm.of(book.settings, _slot(pair) or board.suggested(meeting, book, pair, at=g.convene_at))

    def act() -> str:
        told = placing.place(found, meeting, form.slot(), by=actor(), at=g.convene_at)
        slot = form.slot()
        when = f"{clock.day_words(slot.on, year=False)}, {slot.opens:%H:%M}, {slot.room}"
        words = f"{pair.party} is placed on {when}."
        flash(f"{words} {pages.told_words(told)}" if meeting.announced else words, "kept")
        return url_for("rounds.grid", meeting=meeting.key)

    return answered(form, act, lambda: _place_page(check_in, form))


def _slot(pair: queries.Pair) -> Slot | None:
    if pair.session is None:
        return None
    return Slot(pair.session.on, pair.session.opens, pair.session.minutes, pair.session.room)


def _place_page(check_in: str, form: PlaceForm) -> str:
    found = queries.kept_check_in(check_in)
    meeting = meeting_by_id(found.meeting_id)
    book = queries.book_of(meeting)
    return render_template(
        "rounds/place.html",
        form=form,
        meeting=meeting,
        book=book,
        pair=queries.pair_of(book, found),
        away_words=board.away_words,
        zone=pages.own_zone(),
    )


@views.route("/check-ins/<check_in>/people", endpoint="people", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def people(check_in: str) -> BaseResponse | tuple[str, int]:
    """Choose who is in a check-in."""
    found = queries.kept_check_in(check_in)
    meeting = meeting_by_id(found.meeting_id)
    offer = board.offer(meeting, at=g.convene_at)
    pair = queries.pair_of(queries.pairs_of(meeting), found)
    officials = {h.term.key: h for h in offer.officials.get(found.party_id, ())}
    members = {h.term.key: h for h in offer.members}
    inside = {p.row.term_id for p in pair.people}
    form = PeopleForm(
        officials=[k for k, h in officials.items() if h.term.id in inside],
        council=[k for k, h in members.items() if h.term.id in inside],
    )
    form.officials.choices = options((k, h.contact.name) for k, h in officials.items())
    form.council.choices = options((k, h.contact.name) for k, h in members.items())

    def act() -> str:
        comers = [actions.Comer(officials[k].term, Side.PARTY) for k in form.officials.data]
        comers += [actions.Comer(members[k].term, Side.COUNCIL) for k in form.council.data]
        names = {h.term.person_id: h.contact.name for h in (*officials.values(), *members.values())}
        told = placing.change_people(found, meeting, comers, names, by=actor(), at=g.convene_at)
        flash(f"It is kept who comes. {pages.told_words(told) if meeting.announced else ''}".strip(), "kept")
        return url_for("rounds.grid", meeting=meeting.key)

    def page() -> str:
        again = queries.kept_check_in(check_in)
        there = meeting_by_id(again.meeting_id)
        shown = queries.pair_of(queries.pairs_of(there), again)
        return render_template("rounds/people.html", form=form, meeting=there, pair=shown)

    return answered(form, act, page)


@views.post("/check-ins/<check_in>/call-off", endpoint="call_off")
@needs(Action.MEETING_KEEP)
def call_off(check_in: str) -> BaseResponse:
    """Call a check-in off; whoever was told of it is told."""
    found, meeting = _with_meeting(check_in)
    told = placing.call_off(found, meeting, by=actor(), at=g.convene_at)
    flash(f"The check-in is called off. {pages.told_words(told) if meeting.announced else ''}".strip(), "kept")
    return redirect(url_for("rounds.grid", meeting=meeting.key), code=303)


@views.post("/check-ins/<check_in>/want", endpoint="want")
@needs(Action.MEETING_KEEP)
def want(check_in: str) -> BaseResponse:
    """Take up again a check-in that was called off."""
    found, meeting = _with_meeting(check_in)
    placing.want_again(found, meeting, by=actor(), at=g.convene_at)
    return redirect(url_for("rounds.grid", meeting=meeting.key), code=303)


def _with_meeting(key: str) -> tuple[CheckIn, Meeting]:
    found = queries.kept_check_in(key)
    return found, meeting_by_id(found.meeting_id)


@views.get("/check-in-answers/<line>", endpoint="person")
@needs(Action.INVITATION_KEEP)
def person(line: str) -> str:
    """One person's part of the round, for the secretariat: what they answered, when they cannot."""
    return _person_page(line)


def _person_page(line: str, reply: ReplyForm | None = None, absence: AbsenceForm | None = None) -> str:
    found = queries.kept_line(line)
    meeting = meeting_by_id(found.meeting_id)
    part = _part(found)
    return render_template(
        "rounds/person.html",
        meeting=meeting,
        part=part,
        line=found,
        reply_form=reply,
        form=absence or AbsenceForm(formdata=None, on=_first_day(part, meeting)),
        away_words=board.away_words,
        zone=pages.own_zone(),
    )


def _part(line: CheckInAnswer) -> board.PersonPart:
    part = board.person_part(queries.book_of(meeting_by_id(line.meeting_id)), line.person_id)
    if part is None:
        raise Missing
    return part


def _first_day(part: board.PersonPart, meeting: Meeting) -> object:
    placed = [x.pair.booking().starts_at for x in part.lines if x.pair.session is not None]
    return clock.local(min(placed), meeting.zone).date() if placed else meeting.starts_on


@views.post("/check-in-answers/<line>/record", endpoint="record")
@needs(Action.INVITATION_KEEP)
def record(line: str) -> BaseResponse | tuple[str, int]:
    """Record an answer that came by telephone, on behalf of the person."""
    found = queries.kept_line(line)
    meeting = meeting_by_id(found.meeting_id)
    form = ReplyForm()

    def act() -> str:
        answering.answer(found, meeting, form.said(), by=actor(), at=g.convene_at, on_behalf=True)
        flash("The answer is recorded on their behalf.", "kept")
        return url_for("rounds.person", line=line)

    return answered(form, act, lambda: _person_page(line, reply=form))


@views.post("/check-in-answers/<line>/absent", endpoint="absent")
@needs(Action.INVITATION_KEEP)
def absent(line: str) -> BaseResponse | tuple[str, int]:
    """Note when somebody cannot, as they said by telephone."""
    found = queries.kept_line(line)
    meeting = meeting_by_id(found.meeting_id)
    form = AbsenceForm()

    def act() -> str:
        days = [d.on for d in queries.settings_of(meeting, ()).days]
        hit = answering.absent(meeting, found.person_id, form.span(), days, by=actor(), at=g.convene_at)
        flash("It is noted.", "kept")
        if hit:
            flash("A check-in lies within that time; move it on the grid.", "due")
        return url_for("rounds.person", line=line)

    return answered(form, act, lambda: _person_page(line, absence=form))


@views.get("/check-in-answers/<line>/card.pdf", endpoint="card_of")
@needs(Action.INVITATION_KEEP)
def card_of(line: str) -> Response:
    """One person's card."""
    found = queries.kept_line(line)
    meeting = meeting_by_id(found.meeting_id)
    card = board.card_of(meeting, _part(found), body_name=body_by_id(meeting.body_id).name)
    return download(cards_pdf([card], title="Card", printed_at=g.convene_at), "card.pdf", "application/pdf")


@views.get("/meetings/<meeting>/check-ins/cards.pdf", endpoint="cards")
@needs(Action.INVITATION_KEEP)
def cards(meeting: str) -> Response:
    """Everybody's cards in one file."""
    found = queries.kept_round(meeting)
    name = body_by_id(found.body_id).name
    parts = board.people_parts(queries.book_of(found))
    made = [board.card_of(found, p, body_name=name) for p in parts if any(x.pair.session for x in p.lines)]
    return download(cards_pdf(made, title="Cards", printed_at=g.convene_at), "cards.pdf", "application/pdf")


@views.get("/meetings/<meeting>/check-ins/rooms.pdf", endpoint="room_cards")
@needs(Action.INVITATION_KEEP)
def room_cards(meeting: str) -> Response:
    """A card for each room and day."""
    found = queries.kept_round(meeting)
    made = board.room_cards(found, queries.book_of(found))
    return download(cards_pdf(made, title="Rooms", printed_at=g.convene_at), "rooms.pdf", "application/pdf")
