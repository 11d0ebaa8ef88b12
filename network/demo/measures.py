"""The control measures of the demo company: talked over, and looked at again in half a year. One word of its own."""

from datetime import datetime, timedelta

from network.policy.actions.founding import Talk, found_measures
from network.policy.models import OwnWord
from profiles.models import Person

WITH = "Tor (hovedtillitsvalgt) og verneombudet"


def talk_over_measures(until: datetime) -> None:
    """Two months ago, with the elected representatives."""
    day = until.date()
    found_measures(Talk(day - timedelta(days=60), WITH, day + timedelta(days=120)))
    editor = Person.objects.filter(handle="pia").first()
    why = "Navnet på et oppkjøp som ikke er kunngjort"
    OwnWord.objects.get_or_create(word="Prosjekt Fyrlykt", defaults={"why": why, "by": editor})
