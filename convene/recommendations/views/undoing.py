"""Pages on which something is taken back: an adoption, a closing, a tie, a release to guests."""

from __future__ import annotations

from flask import Blueprint, flash, g, redirect, render_template, url_for
from werkzeug.wrappers import Response as BaseResponse

from convene.access.gate import needs
from convene.access.terms import Action
from convene.bodies.queries import body_by_id
from convene.recommendations import rules, undoing
from convene.recommendations.forms import DraftAgainForm, ReopenForm
from convene.recommendations.history import adopts
from convene.recommendations.terms import CLOSED
from convene.recommendations.views.life import kept_with_body
from convene.web.forms import answered
from convene.web.requests import actor

views = Blueprint("undoing", __name__)


@views.route("/recommendations/<recommendation>/reopen", endpoint="reopen", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def reopen(recommendation: str) -> BaseResponse | tuple[str, int]:
    """Open a closed recommendation again, with a reason."""
    found, body = kept_with_body(recommendation)
    form = ReopenForm(review_on=found.review_on)

    def act() -> str:
        undoing.reopen(found, body, form.note.data, form.review_on.data, by=actor(), at=g.convene_at)
        flash("It is open again; the step stays in its history.", "kept")
        return url_for("recommendations.show", recommendation=recommendation)

    def page() -> str:
        row, of = kept_with_body(recommendation)
        return render_template(
            "recommendations/reopen.html",
            form=form,
            row=row,
            body=of,
            is_closed=row.state in CLOSED,
            loses=undoing.superseding_ties(row),
        )

    return answered(form, act, page)


@views.route("/recommendations/<recommendation>/draft-again", endpoint="adoption", methods=["GET", "POST"])
@needs(Action.MEETING_KEEP)
def adoption(recommendation: str) -> BaseResponse | tuple[str, int]:
    """Take back what was adopted in error, with a reason."""
    found, body = kept_with_body(recommendation)
    form = DraftAgainForm()

    def act() -> str:
        symbol = undoing.make_draft_again(found, body, form.note.data, by=actor(), at=g.convene_at)
        flash(f"It is a draft again, and {symbol} is given to nothing else.", "kept")
        return url_for("recommendations.show", recommendation=recommendation)

    def page() -> str:
        row, of = kept_with_body(recommendation)
        has = undoing.had(row)
        return render_template(
            "recommendations/draft_again.html", form=form, row=row, body=of, adopts=adopts(of),
            findings=rules.draft_again_findings(row.state, has, adopts=adopts(of)),
        )  # fmt: skip

    return answered(form, act, page)


@views.post("/ties/<tie>/remove", endpoint="untie")
@needs(Action.MEETING_KEEP)
def untie(tie: str) -> BaseResponse:
    """Take a tie back."""
    link, later = undoing.kept_tie(tie)
    undoing.untie(link, body_by_id(link.body_id), by=actor(), at=g.convene_at)
    flash("The tie is removed; that it was stays among the steps.", "kept")
    return redirect(url_for("lineage.show", recommendation=later.key), code=303)


@views.post("/recommendations/<recommendation>/release/withdraw", endpoint="release")
@needs(Action.MEETING_KEEP)
def release(recommendation: str) -> BaseResponse:
    """Take a release to guests back."""
    found, body = kept_with_body(recommendation)
    row = undoing.take_back_release(found, body, by=actor(), at=g.convene_at)
    flash(f"{row.symbol} is withdrawn: guests read it no more.", "kept")
    return redirect(url_for("recommendations.show", recommendation=recommendation), code=303)
