"""Pages of the record."""

from __future__ import annotations

from convene.records.views.noting import views as noting
from convene.records.views.outcomes import views as outcomes
from convene.records.views.records import views

views.register_blueprint(noting)
views.register_blueprint(outcomes)

__all__ = ["views"]
