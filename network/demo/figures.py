"""The published figures of the last half-year of the demo company."""

from datetime import datetime, timedelta

from django.utils.timezone import localdate

from network.demo.cast import Cast
from network.moderation.models import TransparencyReport
from network.moderation.periods import latest_over
from network.moderation.queries.figures import figures_of


def publish_last_half(cast: Cast, until: datetime) -> None:
    """Counted when it was over, talked over with Tor a week later and published the day after; sooner if it must be."""
    period = latest_over(localdate(until))
    counted = min(period.span[1] + timedelta(days=5, hours=10), until - timedelta(hours=2))
    talked = min(counted + timedelta(days=7), until - timedelta(hours=1))
    published = min(talked + timedelta(days=1), until)
    lead = cast.by_handle["lea"]
    TransparencyReport.objects.create(
        period=period.key, figures=figures_of(period), counted_at=counted, made_by=lead,
        discussed_on=localdate(talked), discussed_with=cast.by_handle["tor"].name,
        published_at=published, published_by=lead,
    )  # fmt: skip
