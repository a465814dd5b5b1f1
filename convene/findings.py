"""What every rule returns, and the one exception that carries it. What to do about a finding is decided elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How much a finding weighs, lightest first."""

    KEPT = "kept"
    NOTE = "note"
    WARN = "warn"
    BROKEN = "broken"  # A paragraph is not kept; shown in red, and nothing is refused that may lawfully be decided.
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark of a rule, in words for the person who can act on it.

    `rule` cites the paragraph, such as “A11”, and is empty where no paragraph stands behind the remark; `field` names
    the form's field to which it belongs, if any.
    """

    rule: str
    level: Level
    text: str
    field: str = ""


class Refused(Exception):
    """An action is not carried out; `findings` say why, and nothing was changed."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        super().__init__("; ".join(finding.text for finding in findings))
        self.findings = findings
