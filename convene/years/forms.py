"""Forms of a planned year."""

from __future__ import annotations

from convene.web.forms import Boxes, Form


class ApplyForm(Form):
    """The meetings of the plan that are to be drafted."""

    # What is not proposed any more is refused by the action, which says why.
    lines = Boxes("Draft these meetings", validate_choice=False)
