"""What figures are narrowed to."""

from collections.abc import Mapping, Sequence

from ideas.models import Campaign
from ideas.queries import PERIODS, Span


def span_from(query: Mapping[str, str], campaigns: Sequence[Campaign]) -> Span:
    """The campaign and the period that the address asks for; what is not known is left out."""
    slug, period = query.get("campaign", ""), query.get("period", "")
    known = slug if any(campaign.slug == slug for campaign in campaigns) else ""
    return Span(known, period if period in PERIODS else Span().period)
