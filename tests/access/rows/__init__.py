"""The rows of the access matrix, a file for each feature or several; one table of them all."""

from __future__ import annotations

from tests.access.rows import joining, meetings, membership, planning, polls, recommendations, records, rounds, standing
from tests.access.rows.terms import Rows

ROWS: Rows = {
    **meetings.ROWS,
    **membership.ROWS,
    **planning.ROWS,
    **polls.ROWS,
    **joining.ROWS,
    **standing.ROWS,
    **rounds.ROWS,
    **records.ROWS,
    **recommendations.ROWS,
}

# Who sees what in the test world, by kind and state of an object.
SEEN_BY: dict[str, frozenset[str]] = {
    **meetings.SEEN_BY,
    **membership.SEEN_BY,
    **planning.SEEN_BY,
    **joining.SEEN_BY,
    **rounds.SEEN_BY,
    **records.SEEN_BY,
    **recommendations.SEEN_BY,
}
