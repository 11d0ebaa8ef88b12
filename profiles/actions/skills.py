"""What people say they can be asked about, and who stands for it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from network.core.access import require
from network.core.text import clean_line, fold
from profiles.access import can_ask_to_confirm, can_confirm_skill
from profiles.models import Person, PersonSkill, Skill

MAX_SKILLS = 20


@transaction.atomic
def declare_skill(*, person: Person, name: str) -> PersonSkill:
    """The person can be asked about it; spelling variants of one skill are one skill."""
    name = clean_line(name)[:60]
    slug = "-".join("".join(c if c.isalnum() and c.isascii() else " " for c in fold(name)).split())[:60]
    if not slug:
        raise ValidationError(_("Write it with letters or digits."))
    Person.objects.select_for_update().get(pk=person.pk)  # so that parallel requests count the same rows
    require(person.declared.count() < MAX_SKILLS, _("Twenty is enough. Remove one first."))
    skill, _new = Skill.objects.get_or_create(slug=slug, defaults={"name": name})
    declared, _new = PersonSkill.objects.get_or_create(person=person, skill=skill)
    _renew(person)
    return declared


@transaction.atomic
def withdraw_skill(*, person: Person, slug: str) -> None:
    """The confirmation goes with it. Harmless to repeat."""
    PersonSkill.objects.filter(person=person, skill__slug=slug).delete()
    _renew(person)


def ask_to_confirm(*, person: Person, declared: PersonSkill, colleague: Person) -> None:
    """Asks one colleague to stand for the skill; asking another replaces the first and what they said."""
    require(can_ask_to_confirm(person, declared, colleague), _("Ask another colleague."))
    declared.asked = colleague
    if declared.confirmed_by_id != colleague.pk:
        declared.confirmed_by = None
    declared.save(update_fields=["asked", "confirmed_by"])


@transaction.atomic
def confirm_skill(*, person: Person, declared: PersonSkill) -> None:
    """The asked colleague stands for it by name."""
    require(can_confirm_skill(person, declared), _("Only the colleague who was asked can confirm this."))
    declared.confirmed_by = person
    declared.save(update_fields=["confirmed_by"])
    _renew(declared.person)


def _renew(person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(version=F("version") + 1)
