"""Recommendations of the access tests: one of each kind and state, with answers, guests and a point that fed one."""

from __future__ import annotations

from datetime import timedelta

from flask import current_app

from convene import clock
from convene.agendas.models import AgendaItem
from convene.agendas.terms import Subject
from convene.bodies.models import Party
from convene.db import db
from convene.demo.seed import brief
from convene.meetings.models import Meeting
from convene.people.models import Contact
from convene.recommendations import actions, answering, circulating, feeding, shadow, telling
from convene.recommendations.history import kinds_of
from convene.recommendations.models import Addressee, Recommendation, RecommendationLink
from convene.recommendations.reviewing import put_before
from convene.recommendations.terms import AddresseeKind, Given, LinkKind, Named, Position, SourceKind, Wording
from tests.build import BY, board_meeting, body, item_of, one, term_of
from tests.recommendations import made

SEEN = SourceKind.WITNESS


def recommendations() -> dict[str, str]:
    """Put them there; gives their keys by name. “sent” went to three States, and by post to one more."""
    draft = made.proposed("What is only proposed and may never be adopted by anybody at all.")
    circulated = made.proposed("What is put before the members, who are to read it before they adopt it.")
    circulating.put_before([circulated], board_meeting(), by=BY, at=clock.now())
    earlier = made.adopted("An earlier text on the same matter, adopted by the board some time ago.")
    made.adopted("Members should name an officer for the archive; nothing is tied to this one yet.")
    text = "Member States should close their ports to the vessels on the list of the board."
    sent = made.sent(said=made.wording(text, others=[Named(AddresseeKind.IGO, "United Nations")]))
    made.tied(sent, earlier, LinkKind.STRENGTHENS)
    made.tied(draft, sent, LinkKind.REITERATES)
    file = brief(current_app.config["CONVENE"])
    filed = made.answered(sent, "United States", file=file)
    draft_answer = made.answered(sent, "Denmark", filing=False, file=file)
    noted = made.noted(sent, "Netherlands", file=file)
    asking = made.asked(sent, "ngo_guest")
    person = term_of("ngo_guest").person_id
    handed = shadow.hand_in(asking, "Seen at the port", SEEN, file=file, person=person, by=BY, at=clock.now())
    hidden = shadow.hand_in(asking, "Taken off the page", SEEN, file=file, person=person, by=BY, at=clock.now())
    shadow.hide(hidden, by=BY, at=clock.now())
    point = feeding.tie_point(sent, body(), made.guest("ngo_guest"), "Look at the ports", by=BY, at=clock.now())
    db.session.flush()
    # On an open item that guests read: what is reviewed on it is for the seats all the same.
    for item in db.session.query(AgendaItem).filter_by(meeting_id=board_meeting().id).all():
        put_before([sent.key, earlier.key], item)
    keys = {
        "recommendation draft": draft.key,
        "recommendation circulated": circulated.key,
        "recommendation convened": sent.key,
        "recommendation earlier": earlier.key,
        "asked draft": made.to(draft, "Netherlands").key,
        "asked convened": made.to(sent, "Netherlands").key,
        "asked denmark": made.to(sent, "Denmark").key,
        "answer convened": filed.key,
        "shown convened": filed.key,
        "shown draft": draft_answer.key,
        "noted convened": noted.key,
        "asking convened": asking.key,
        "handed convened": handed.key,
        "handed hidden": hidden.key,
        "point convened": point.key,
        "tie convened": one(RecommendationLink, later_id=sent.id).key,
    }
    return keys | _other()


def _other() -> dict[str, str]:
    """One of the Council, which issues nothing to the board and shows it nothing."""
    of = body("TAPRC")
    meeting = one(Meeting, body_id=of.id)
    party: Party = one(Party, body_id=of.id, name="University of Oxford")
    said = Wording("What the Council puts on record.", kinds_of(of)[0], "", (), (_named(party),))
    item = item_of(meeting, Subject.RESEARCH)
    found: Recommendation = actions.propose(item, meeting, said, by=BY, at=clock.now())
    actions.adopt([found], meeting, by=BY, at=clock.now())
    due = telling.Sending(clock.local(clock.now(), of.zone).date() + timedelta(days=30), {})
    telling.send([found], of, due, by=BY, at=clock.now())
    to: Addressee = one(Addressee, recommendation_id=found.id)
    filed = answering.answer(
        to, found, of, Given(Position.NOTED, action="Noted"), is_filing=True, revision=0, by=BY, at=clock.now()
    )
    noted = made.noted(found, "University of Oxford", file=brief(current_app.config["CONVENE"]))
    term = term_of("council_member")
    contact: Contact = one(Contact, id=term.contact_id)
    day, guest = clock.local(clock.now(), of.zone).date() + timedelta(days=14), (contact, None, term.person_id)
    asking = shadow.ask(found, of, guest, "What do you know?", day, by=BY, at=clock.now())
    point = feeding.tie_point(found, of, (contact, None, term.person_id), "A point", by=BY, at=clock.now())
    actions.release(found, of, "Released words", in_other_words=True, by=BY, at=clock.now())
    db.session.flush()
    return {
        "recommendation other": found.key,
        "asked other": to.key,
        "answer other": filed.key,
        "noted other": noted.key,
        "asking other": asking.key,
        "point other": point.key,
    }


def _named(party: Party) -> Named:
    return Named(AddresseeKind.PARTY, party.name, party.id)
