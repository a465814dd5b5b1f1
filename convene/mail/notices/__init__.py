"""Letters that are about no invitation: one function per kind, a file for each feature, one table of them all.

Each is given whom it is to, the facts of its outbox row (plain words and ISO instants, never a title, country or
paper; settled 6), the address to follow, and the host's zone. For somebody at risk subject and words are neutral.
"""

from __future__ import annotations

from convene.mail.notices import agendas, assets, joint_letters, papers, polls, recommendations, records, years
from convene.mail.notices.facts import Notice

NOTICES: dict[str, Notice] = {**agendas.NOTICES, **assets.NOTICES, **papers.NOTICES, **polls.NOTICES, **years.NOTICES}
NOTICES |= joint_letters.NOTICES | recommendations.NOTICES | records.NOTICES
