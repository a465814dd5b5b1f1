"""Rows of finding a time: special meetings, date polls, fair hours, and what is asked of one person."""

from __future__ import annotations

from tests.access.rows.terms import Gets, Row, Rows, Who, form, keeps

# A link is void that was not sent yet, that is another's purpose, and whose poll is closed.
_VOID = tuple((f"text {name}", Gets.VOID) for name in ("void", "feed", "sign-in", "link", "poll closed", "poll draft"))

ROWS: Rows = {
    **form("polls.calling.special", "body"),
    ("polls.index", "GET"): keeps("body", gets=Gets.PAGE),
    **form("polls.new", "body"),
    ("polls.show", "GET"): keeps("poll", gets=Gets.PAGE),
    **form("polls.dates", "poll"),
    **form("polls.until", "poll"),
    ("polls.send", "POST"): keeps("poll"),
    ("polls.remind", "POST"): keeps("poll"),
    ("polls.close", "POST"): keeps("poll"),
    ("polls.drop", "POST"): keeps("option"),
    **form("polls.choose", "option"),
    # Those who are asked: by a ballot of their own alone, and by its link without an account.
    **form("polls.answers.ballot", "ballot", Who.OWNER),
    ("polls.answers.link", "GET"): Row(Who.EVERYBODY, Gets.PUBLIC, "text", but=_VOID),
    ("polls.answers.link_post", "POST"): Row(Who.EVERYBODY, Gets.ACTS, "text", but=_VOID),
    ("polls.answers.new_link", "POST"): Row(Who.EVERYBODY, Gets.ACTS, "text"),
    ("polls.answers.link_sent", "GET"): Row(Who.EVERYBODY, Gets.PUBLIC),
    ("polls.hours.show", "GET"): keeps("body", gets=Gets.PAGE),
    ("polls.asked.mine", "GET"): Row(Who.SIGNED_IN, Gets.PAGE),
    ("polls.asked.of", "GET"): keeps("contact", gets=Gets.PAGE),
}
