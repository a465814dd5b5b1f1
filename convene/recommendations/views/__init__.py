"""Pages of recommendations: their life, the addressees' own pages, lineage, guests, lists to take over and away."""

from __future__ import annotations

from convene.recommendations.views import answers, figures, guests, life, lineage, lists, meeting

BLUEPRINTS = (
    life.views, meeting.views, answers.views, lineage.views, guests.views, lists.views, figures.views,
)  # fmt: skip
