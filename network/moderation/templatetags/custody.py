"""How the pages of custody write what they read."""

from collections.abc import Mapping
from typing import Any

from django import template

from network.moderation.models import CustodyRequest
from network.moderation.queries import custody as queries

register = template.Library()


@register.filter
def of(found: Mapping[Any, Any], key: object) -> Any:
    """What is kept under a key that is no name; nothing where there is none."""
    return found.get(key) if found else None


@register.filter
def form_of(forms: Mapping[str, Any], report_id: int) -> Any:
    """The form in which the name behind one report is asked for, as it was written or empty."""
    return forms.get(f"name{report_id}")


@register.filter
def asked_as(request: CustodyRequest) -> str:
    """In which role somebody asked."""
    return queries.role_words(request)


@register.filter
def must_be_reviewed(hold: CustodyRequest) -> bool:
    """Ninety days have passed."""
    return queries.is_due(hold)
