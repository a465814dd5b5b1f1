"""Reads of countries under watch and of what came in."""

from __future__ import annotations

from convene.access import rules
from convene.access.scope import guard
from convene.incoming.models import IncomingEntry, WatchedCountry

guard(WatchedCountry, rules.sees_kept, body=WatchedCountry.body_id)
guard(
    IncomingEntry,
    rules.sees_party_kept,
    body=IncomingEntry.body_id,
    party=IncomingEntry.party_id,
    person=IncomingEntry.person_id,
)
