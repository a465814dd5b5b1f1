"""Pages of joint letters: drafting, opening for sign-on, sending, and what came of it; signing for an organisation."""

from __future__ import annotations

from flask import Blueprint, Response, flash, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from convene import pages
from convene.access import sightings
from convene.access.gate import Missing, needs
from convene.access.terms import Action
from convene.bodies.queries import body_by_id, kept_body, parties_of
from convene.findings import Finding, Level, Refused
from convene.joint_letters import actions, board, posting, queries, signing, telling
from convene.joint_letters.forms import (
    AddresseeForm,
    LateForm,
    PostedForm,
    SigningForm,
    SignOnForm,
    StepForm,
    wording_form,
)
from convene.joint_letters.models import JointLetter, LetterAsk
from convene.joint_letters.terms import Shown
from convene.packs.joint_letter import joint_letter_pdf
from convene.packs.tabular import as_csv
from convene.quotations import in_texts
from convene.stages.markup import runs_of
from convene.web.forms import answered, keys_of, options
from convene.web.requests import actor, reader
from convene.web.sending import download

views = Blueprint("joint_letters", __name__)


@views.get("/bodies/<body>/letters", endpoint="index")
@needs(Action.BODY_KEEP)
def index(body: str) -> str:
    """The letters of a body."""
    found = kept_body(body)
    letters = [(letter, queries.phase(letter, at=g.convene_at)) for letter in queries.letters_of(found)]
    return render_template("joint_letters/index.html", body=found, letters=letters)


@views.route("/bodies/<body>/letters/new", endpoint="new", methods=["GET", "POST"])
@needs(Action.BODY_KEEP)
def new(body: str) -> BaseResponse | tuple[str, int]:
    """Draft a letter; nobody is told."""
    found = kept_body(body)
    form = wording_form(None)

    def act() -> str:
        letter = actions.draft(found, form.wording(), by=actor(), at=g.convene_at)
        flash("The letter is a draft; nobody is told before you open it for sign-on.", "kept")
        return url_for("joint_letters.show", letter=letter.key)

    return answered(
        form, act, lambda: render_template("joint_letters/edit.html", form=form, body=kept_body(body), letter=None)
    )


@views.get("/letters/<letter>", endpoint="show")
@needs(Action.BODY_KEEP)
def show(letter: str) -> str:
    """A letter for its secretariat: text, addressees, who signed, what came of it."""
    return _shown(queries.kept_letter(letter))


def _shown(found: JointLetter) -> str:
    sightings.note(found.body_id, "letter", found.key)
    body = body_by_id(found.body_id)
    return render_template(
        "joint_letters/show.html",
        letter=found,
        body=body,
        board=board.board_of(found, body, at=g.convene_at),
        quotations=in_texts(found.body_id, (found.title, found.text)),
        zone=pages.own_zone(),
    )


@views.route("/letters/<letter>/edit", endpoint="edit", methods=["GET", "POST"])
@needs(Action.BODY_KEEP)
def edit(letter: str) -> BaseResponse | tuple[str, int]:
    """Change a text; once it is open, whoever signed is asked anew."""
    found = queries.kept_letter(letter)
    if request.method == "GET" and (why := board.why_unchangeable(found, at=g.convene_at)):
        flash(why, "due")
        return _shown(found), 200
    form = wording_form(found)

    def act() -> str:
        told = actions.change(found, form.wording(), by=actor(), at=g.convene_at)
        flash(f"The text is kept. {pages.told_words(told) if told else ''}".strip(), "kept")
        return url_for("joint_letters.show", letter=letter)

    def page() -> str:
        again = queries.kept_letter(letter)
        return render_template("joint_letters/edit.html", form=form, body=body_by_id(again.body_id), letter=again)

    return answered(form, act, page)


@views.route("/letters/<letter>/addressees", endpoint="addressee", methods=["GET", "POST"])
@needs(Action.BODY_KEEP)
def addressee(letter: str) -> BaseResponse | tuple[str, int]:
    """Name somebody to whom a copy goes."""
    found = queries.kept_letter(letter)
    form = AddresseeForm()

    def act() -> str:
        recipient = form.recipient()
        actions.add_addressee(found, recipient, address=form.address.data or "", by=actor(), at=g.convene_at)
        flash(f"A copy goes to {recipient.name}.", "kept")
        return url_for("joint_letters.show", letter=letter)

    def page() -> str:
        again = queries.kept_letter(letter)
        return render_template("joint_letters/addressee.html", form=form, letter=again, body=body_by_id(again.body_id))

    return answered(form, act, page)


@views.post("/addressees/<addressee>/remove", endpoint="remove")
@needs(Action.BODY_KEEP)
def remove(addressee: str) -> BaseResponse:
    """No copy goes to them."""
    found = queries.kept_addressee(addressee)
    letter = queries.letter_by_id(found.letter_id)
    actions.remove_addressee(found, letter, by=actor(), at=g.convene_at)
    flash("No copy goes to them.", "kept")
    return redirect(url_for("joint_letters.show", letter=letter.key), code=303)


@views.route("/letters/<letter>/sign-on", endpoint="open", methods=["GET", "POST"])
@needs(Action.BODY_KEEP)
def open_letter(letter: str) -> BaseResponse | tuple[str, int]:
    """Ask organisations to sign until a deadline, ask others too, or set another deadline."""
    found = queries.kept_letter(letter)
    body = body_by_id(found.body_id)
    offered = keys_of(board.parties_to_ask(parties_of(body)))
    form = SignOnForm.usual(
        board.usual_until(found, body, at=g.convene_at), found.zone, shows_signers=found.shows_signers
    )
    form.parties.choices = options((key, party.name) for key, party in offered.items())

    def act() -> str:
        chosen = tuple(offered[key] for key in form.parties.data or () if key in offered)
        asking = actions.Asking(form.until_at(found.zone), chosen, bool(form.shows_signers.data))
        told = actions.open_for_sign_on(found, asking, by=actor(), at=g.convene_at)
        flash(f"Sign-on is open. {pages.told_words(told)}", "kept")
        for remark in board.remarks_on(found):
            flash(remark.text, "due")
        return url_for("joint_letters.show", letter=letter)

    def page() -> str:
        again = queries.kept_letter(letter)
        return render_template(
            "joint_letters/open.html",
            form=form,
            letter=again,
            body=body_by_id(again.body_id),
            asked=[line.party.name for line in queries.asks_of(again)],
        )

    return answered(form, act, page)


@views.post("/letters/<letter>/close", endpoint="close")
@needs(Action.BODY_KEEP)
def close(letter: str) -> BaseResponse:
    """End sign-on before its deadline."""
    actions.close(queries.kept_letter(letter), by=actor(), at=g.convene_at)
    flash("Sign-on is closed.", "kept")
    return redirect(url_for("joint_letters.show", letter=letter), code=303)


@views.post("/letters/<letter>/remind", endpoint="remind")
@needs(Action.BODY_KEEP)
def remind(letter: str) -> BaseResponse:
    """Remind those who have not answered, and only those."""
    count = telling.remind(queries.kept_letter(letter), by=actor(), at=g.convene_at)
    said = {0: "Nobody owes an answer, or they were reminded within the hour.", 1: "One reminder is on its way."}
    flash(said.get(count, f"{count} reminders are on their way."), "kept")
    return redirect(url_for("joint_letters.show", letter=letter), code=303)


@views.route("/asks/<ask>/late", endpoint="late", methods=["GET", "POST"])
@needs(Action.BODY_KEEP)
def late(ask: str) -> BaseResponse | tuple[str, int]:
    """Make an exception: a later deadline for one organisation, for a stated reason."""
    found = queries.kept_ask(ask)
    letter = queries.letter_by_id(found.letter_id)
    form = LateForm()

    def act() -> str:
        until = form.until_at(letter.zone)
        told = actions.except_late(found, letter, until=until, reason=form.reason.data, by=actor(), at=g.convene_at)
        flash(f"They have more time. {pages.told_words(told)}", "kept")
        return url_for("joint_letters.show", letter=letter.key)

    def page() -> str:
        again = queries.kept_ask(ask)
        of = queries.letter_by_id(again.letter_id)
        return render_template(
            "joint_letters/late.html",
            form=form,
            ask=again,
            who=board.party_name(again),
            letter=of,
            body=body_by_id(of.body_id),
            zone=pages.own_zone(),
        )

    return answered(form, act, page)


@views.post("/letters/<letter>/send", endpoint="send")
@needs(Action.BODY_KEEP)
def send(letter: str) -> BaseResponse:
    """Seal the letter and send a copy to each addressee."""
    found = queries.kept_letter(letter)
    is_meant = "date_meant" in request.form
    went = posting.send(found, body_by_id(found.body_id), by=actor(), at=g.convene_at, is_date_meant=is_meant)
    flash(board.sent_words(went), "kept")
    return redirect(url_for("joint_letters.show", letter=letter), code=303)


@views.get("/addressees/<addressee>/copy.pdf", endpoint="copy")
@needs(Action.BODY_KEEP)
def copy(addressee: str) -> Response:
    """The copy of one addressee, to read before it goes and to print for the post."""
    found = queries.kept_addressee(addressee)
    letter = queries.letter_by_id(found.letter_id)
    sightings.note(letter.body_id, "letter", letter.key)
    signers = queries.signers_of(queries.asks_of(letter))
    content = queries.printed(letter, body_by_id(letter.body_id), signers)
    pdf = joint_letter_pdf(content, posting.recipient_of(found))
    return download(pdf, f"letter-{content.dated_on.isoformat()}.pdf", "application/pdf")


@views.post("/addressees/<addressee>/posted", endpoint="posted")
@needs(Action.BODY_KEEP)
def posted(addressee: str) -> BaseResponse:
    """Keep on which day a copy went out by post."""
    found = queries.kept_addressee(addressee)
    letter = queries.letter_by_id(found.letter_id)
    form = PostedForm()
    if not form.validate() or form.posted_on.data is None:
        raise Refused((Finding("", Level.REFUSE, "Enter the day on which the copy was posted."),))
    posting.mark_posted(found, letter, on=form.posted_on.data, by=actor(), at=g.convene_at)
    flash("The day is kept.", "kept")
    return redirect(url_for("joint_letters.show", letter=letter.key), code=303)


@views.route("/addressees/<addressee>/answers", endpoint="step", methods=["GET", "POST"])
@needs(Action.BODY_KEEP)
def step(addressee: str) -> BaseResponse | tuple[str, int]:
    """Keep what an addressee answered, promised or refused."""
    found = queries.kept_addressee(addressee)
    letter = queries.letter_by_id(found.letter_id)
    form = StepForm()

    def act() -> str:
        actions.record_step(found, letter, form.came(), by=actor(), at=g.convene_at)
        flash("What came is kept; whoever signed reads it.", "kept")
        return url_for("joint_letters.show", letter=letter.key)

    def page() -> str:
        again = queries.kept_addressee(addressee)
        of = queries.letter_by_id(again.letter_id)
        return render_template(
            "joint_letters/step.html", form=form, addressee=again, letter=of, body=body_by_id(of.body_id)
        )

    return answered(form, act, page)


@views.get("/letters/<letter>/answers.csv", endpoint="table")
@needs(Action.BODY_KEEP)
def table(letter: str) -> Response:
    """What came of each copy, as a table for a spreadsheet."""
    found = queries.kept_letter(letter)
    head, rows = board.table_of(found, at=g.convene_at)
    return download(as_csv(head, rows), f"answers-{found.dated_on.isoformat()}.csv", "text/csv")


@views.route("/sign-on/<ask>", endpoint="sign", methods=["GET", "POST"])
@needs(Action.LETTER_SIGN)
def sign(ask: str) -> BaseResponse | tuple[str, int]:
    """The letter as one organisation that is asked may see it: it signs here, and reads later what came of it."""
    found = queries.own_ask(ask)
    shown = queries.shown_to(found, at=g.convene_at)
    sightings.note(found.body_id, "letter", shown.key)
    number = queries.shown_version(found)
    form = SigningForm.of(queries.own_signatories(found), number, is_withheld=found.is_withheld)
    is_at_risk = board.is_at_risk(found, reader().person)

    def act() -> str:
        given = form.signing(is_at_risk=is_at_risk)
        signing.sign(found, shown, given, version=number, by=actor(), at=g.convene_at)
        flash("Thank you. Your organisation has signed; until the deadline you can change that here.", "kept")
        return url_for("joint_letters.sign", ask=ask)

    def page() -> str:
        again = queries.own_ask(ask)
        form.version.data = str(number)
        return render_template(
            "joint_letters/sign.html",
            form=form,
            ask=again,
            shown=shown,
            runs=runs_of(shown.earlier.text, shown.wording.text) if shown.earlier else (),
            people=queries.own_signatories(again),
            body=body_by_id(again.body_id),
            may_answer=board.may_answer(again, shown, at=g.convene_at),
            is_at_risk=is_at_risk,
            zone=pages.own_zone(),
        )

    return answered(form, act, page)


def _own(ask: str) -> tuple[LetterAsk, Shown]:
    found = queries.own_ask(ask)
    return found, queries.shown_to(found, at=g.convene_at)


@views.post("/sign-on/<ask>/withdraw", endpoint="withdraw")
@needs(Action.LETTER_SIGN)
def withdraw(ask: str) -> BaseResponse:
    """Take one's organisation's signature back."""
    signing.withdraw(*_own(ask), by=actor(), at=g.convene_at)
    flash("The signature of your organisation is withdrawn.", "kept")
    return redirect(url_for("joint_letters.sign", ask=ask), code=303)


@views.post("/sign-on/<ask>/decline", endpoint="decline")
@needs(Action.LETTER_SIGN)
def decline(ask: str) -> BaseResponse:
    """Say that one's organisation does not sign."""
    signing.decline(*_own(ask), by=actor(), at=g.convene_at)
    flash("Thank you. The secretariat knows that your organisation does not sign.", "kept")
    return redirect(url_for("joint_letters.sign", ask=ask), code=303)


@views.get("/sign-on/<ask>/letter.pdf", endpoint="as_sent")
@needs(Action.LETTER_SIGN)
def as_sent(ask: str) -> Response:
    """The letter as it was sent, for whoever signed it."""
    found = queries.own_ask(ask)
    content = queries.printed_for(found)
    if content is None:
        raise Missing
    return download(joint_letter_pdf(content, None), f"letter-{content.dated_on.isoformat()}.pdf", "application/pdf")
