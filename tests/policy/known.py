"""People who are asked about a version, and what they say of it."""

from datetime import timedelta
from typing import Any

from django.utils.timezone import localdate

from network.core.clock import now
from network.policy.models import Acknowledgement, QuizQuestion, Version, VersionText
from profiles.models import Person
from tests.policy.adopted import version_at


def asked_version(due_in: int = 5, **more: Any) -> Version:
    """A version in force that people are asked about, to acknowledge within so many days (below 0: past)."""
    return version_at(**{"acknowledge_by": localdate() + timedelta(days=due_in), **more})


def long_here(*people: Person) -> None:
    """They came long ago, so that the version's own day counts for them."""
    came = now() - timedelta(days=900)
    Person.objects.get_queryset().filter(pk__in=[person.pk for person in people]).update(created_at=came)
    for person in people:
        person.created_at = came


def hash_of(version: Version, language: str = "nb") -> str:
    """What stands on the page in that language."""
    return VersionText.objects.get(version=version, language=language).content_hash


def known(person: Person, version: Version, days_ago: int = 0, **more: Any) -> Acknowledgement:
    """The person has acknowledged it, so many days ago."""
    said = {"language": "nb", "content_hash": hash_of(version), "at": now() - timedelta(days=days_ago), **more}
    return Acknowledgement.objects.create(person=person, version=version, **said)


def said_of(version: Version, **more: str) -> dict[str, Any]:
    """The form as the page fills it."""
    base = {"version": version.number, "language": "nb", "hash": hash_of(version), "form": "acknowledged"}
    return {**base, **more}


def quiz_of(version: Version, count: int = 3) -> list[QuizQuestion]:
    """So many questions, of which the second answer is right; the version must still be a draft."""
    key = version.sections.order_by("position").values_list("key", flat=True)[0]
    options = [
        {"text": {"nb": f"Svar {n}", "en": f"Answer {n}"}, "why": {"nb": f"Fordi {n}", "en": f"Because {n}"}, "is_right": n == 1}
        for n in range(3)
    ]  # fmt: skip
    return [
        QuizQuestion.objects.create(
            version=version, key=key, position=place, options=options,
            text={"nb": f"Hva gjør du {place}?", "en": f"What do you do {place}?"},
        )
        for place in range(1, count + 1)
    ]  # fmt: skip
