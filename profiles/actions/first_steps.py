"""The first steps of a new colleague: done, or left for now."""

from django.db import transaction

from network.core.events import announce
from profiles.events import FirstStepTaken
from profiles.models import FirstStep, Person


@transaction.atomic
def take_step(*, person: Person, step: FirstStep.Step, subject_id: int | None = None) -> None:
    """The step is done, told once; `subject_id` is what came of it (the post of a hello). Harmless to repeat."""
    row, made = FirstStep.objects.select_for_update().get_or_create(person=person, step=step)
    if made or row.is_skipped:
        row.is_skipped = False
        row.save(update_fields=["is_skipped"])
        announce(FirstStepTaken(person.pk, step, subject_id))


def skip_step(*, person: Person, step: FirstStep.Step) -> None:
    """Left for now: it can be taken up again. What is done stays done."""
    FirstStep.objects.get_or_create(person=person, step=step, defaults={"is_skipped": True})


@transaction.atomic
def skip_all_steps(*, person: Person) -> None:
    """Everything that is open is left for now, so that no page asks any more."""
    for step in FirstStep.Step:
        skip_step(person=person, step=step)
