"""Who stands where in the test world: sets of the standing cast, by hand and independent of the program."""

from __future__ import annotations

from collections.abc import Iterable

from convene.demo.cast import CAST
from tests.access.world import LINKED, STRANGER


def keys(*kinds: str, body: str = "", but: Iterable[str] = ()) -> frozenset[str]:
    """Members of the standing cast of these kinds."""
    left_out = set(but)
    return frozenset(c.key for c in CAST if c.kind in kinds and (not body or c.body == body) and c.key not in left_out)


KINDS = frozenset(c.kind for c in CAST)
BOARD = keys("secretariat", body="TNAP")
COUNCIL = keys("secretariat", body="TAPRC")
NETWORK = keys("secretariat", body="R2PFP")
SEATS = keys("representative", body="TNAP")
GUESTS = keys("guest") | {"observer_fr"}
NL, US = {"primary_nl", "alternate_nl"}, {"primary_us", "alternate_us"}
DESK = frozenset({"desk_nl"})  # The closed paper is shared with them.
BY_LINK = frozenset(f"{key} by link" for key in LINKED)
EVERYBODY = frozenset(c.key for c in CAST) | BY_LINK | {STRANGER}
NOBODY: frozenset[str] = frozenset()
AT_COUNCIL = COUNCIL | {"steering_oxford", "council_member", "secretary_s4"}
SPEAKER = frozenset({"speaker_on_link", "speaker_on_link by link"})
GUEST_LINK = frozenset({"ngo_guest by link"})

SECRETARIATS = {"board": BOARD, "council": COUNCIL, "network": NETWORK}
SEATED = {"board": SEATS, "council": frozenset({"steering_oxford"}), "network": frozenset({"focal_point_gh"})}
