"""How a package that was handed over is written out: codes with their names."""

from collections.abc import Mapping
from typing import Any

from django import template

from network.moderation.reasons import Reason
from network.moderation.states import Level

register = template.Library()


@register.filter
def part(package: Mapping[str, Any], name: str) -> Any:
    """A part of the package; "items" is also a word of Python's own."""
    return package[name]


@register.filter
def reason_name(code: str) -> str:
    """What was reported."""
    return str(Reason(code).label)


@register.filter
def level_name(code: str) -> str:
    """What was decided."""
    return str(Level(code).label)


@register.filter
def reasons_of(decision: Mapping[str, str]) -> list[str]:
    """What it says of facts, rule and reasons, without what is empty."""
    return [decision[name] for name in ("quote", "facts", "law", "reasoning", "milder") if decision[name]]
