"""Taking ideas out as a file: each time is written down before the first row leaves."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from ideas.access import can_export_all, can_export_campaign
from ideas.models import Campaign, Export
from ideas.queries.exports import Sheet, sheet
from network.core.access import require
from profiles.models import Person

NOT_EXPORTER = _(
    "Only those with the role of idea owner take everything out, and whoever answers for a campaign its own."
)


@transaction.atomic
def export_ideas(*, by: Person, what: str, form: str, campaign: Campaign | None) -> Sheet:
    """The rows, and a line in the log that says who took out what, when, and how much. The log is never changed."""
    allowed = can_export_all(by) if campaign is None else can_export_campaign(by, campaign)
    require(allowed, NOT_EXPORTER)
    found = sheet(by, Export.What(what), campaign)
    Export.objects.create(by=by, what=what, form=Export.Form(form), campaign=campaign, rows=found.size)
    return found
