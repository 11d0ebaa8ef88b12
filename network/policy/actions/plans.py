"""What goes with a move of a version; which parts are needed the table says."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

DAYS = ("opens_on", "closes_on", "sign_by", "effective_on", "acknowledge_by")
MANY = ("invited", "mandates")


@dataclass(frozen=True)
class Plan:
    """Days, people and reasons that a move sets. An approval keeps it, so that the second editor approves all of it."""

    opens_on: date | None = None
    closes_on: date | None = None
    invited: tuple[int, ...] = ()  # representatives, by number
    mandates: tuple[int, ...] = ()  # roles that are asked to sign
    sign_by: date | None = None
    effective_on: date | None = None
    acknowledge_by: date | None = None
    needs_quiz: bool = False
    short_notice_reason: str = ""
    marks_outdated: bool = False  # translations that lag behind go along, and say so
    reason: str = ""  # of a withdrawal

    def kept(self) -> dict[str, Any]:
        """As an approval keeps it."""
        rows = {field.name: getattr(self, field.name) for field in fields(self)}
        return {name: value.isoformat() if isinstance(value, date) else value for name, value in rows.items() if value}


def plan_of(kept: Mapping[str, Any]) -> Plan:
    """The plan that an approval kept."""
    return Plan(**{name: _read(name, value) for name, value in kept.items()})


def _read(name: str, value: Any) -> Any:
    if name in DAYS:
        return date.fromisoformat(value)
    return tuple(value) if name in MANY else value


EMPTY = Plan()
