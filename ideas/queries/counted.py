"""Which ideas figures are made of: those that everybody who works here may read, so that all see the same numbers."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Q, QuerySet

from ideas.models import Campaign, Idea
from network.core.clock import now
from network.groups.models import Group

PERIODS = {"90": 90, "365": 365, "730": 730, "all": 0}  # days; 0: since the beginning


@dataclass(frozen=True)
class Span:
    """What figures are narrowed to: a campaign ("" is all) and how far back ideas were sent in."""

    campaign: str = ""
    period: str = "730"  # from yes to in place it often takes half a year

    @property
    def since(self) -> datetime | None:
        """The moment from which ideas count."""
        days = PERIODS[self.period]
        return now() - timedelta(days=days) if days else None


def for_everybody(via: str = "") -> Q:
    """In no group, or in one that everybody reads; `via` is the path to the row that has a group."""
    return Q(**{f"{via}group": None}) | Q(**{f"{via}group__kind": Group.Kind.OPEN})


def open_ideas() -> "QuerySet[Idea]":
    """Sent in, not hidden, and readable by everybody: nobody learns from a figure that there are others."""
    return Idea.objects.unrestricted().filter(for_everybody("thread__"))


def counted(span: Span) -> "QuerySet[Idea]":
    """Those of them that the reader asks about."""
    rows = open_ideas()
    if span.campaign:
        rows = rows.filter(campaign__slug=span.campaign)
    return rows.filter(submitted_at__gte=span.since) if span.since else rows


def open_campaigns() -> list[Campaign]:
    """Those that figures can be narrowed to, the newest first."""
    return list(Campaign.objects.filter(for_everybody()).order_by("-created_at", "-pk"))


def summed(statement: str, ideas: "QuerySet[Idea]", *given: Any) -> list[tuple[Any, ...]]:
    """The rows of a statement of ours in which {ideas} stands for the ideas and %s for the values, in their order."""
    if ideas.query.is_empty():
        return []
    chosen, inside = ideas.order_by().values("id").query.sql_with_params()
    before = statement.partition("{ideas}")[0].count("%s")
    with connection.cursor() as cursor:
        cursor.execute(statement.replace("{ideas}", chosen), [*given[:before], *inside, *given[before:]])
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


ZONE = settings.TIME_ZONE
