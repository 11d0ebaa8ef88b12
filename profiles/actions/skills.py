"""What people say they can be asked about, and who stands for it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from network.core.access import require
from network.core.clock import now
from network.core.events import announce
from network.core.text import clean_line
from profiles.access import can_ask_to_confirm, can_confirm_skill
from profiles.events import ConfirmationAsked, ConfirmationEnded, SkillConfirmed, SkillWithdrawn
from profiles.models import Person, PersonSkill, Skill
from profiles.queries import forget_skills
from profiles.terms import skill_slug

MAX_SKILLS = 20


@transaction.atomic
def declare_skill(*, person: Person, name: str) -> PersonSkill:
    """The person can be asked about it; spelling variants of one skill are one skill. Harmless to repeat."""
    name = clean_line(name)[:60]
    slug = skill_slug(name)
    if not slug:
        raise ValidationError(_("Write it with letters or digits."))
    Person.objects.select_for_update().get(pk=person.pk)  # so that parallel requests count the same rows
    declared = PersonSkill.objects.filter(person=person, skill__slug=slug).first()
    if declared is not None:
        return declared
    require(person.declared.count() < MAX_SKILLS, _("Twenty is enough. Remove one first."))
    skill, _new = Skill.objects.get_or_create(slug=slug, defaults={"name": name})
    declared = PersonSkill.objects.create(person=person, skill=skill)
    _renew(person)
    return declared


@transaction.atomic
def renew_skill(*, person: Person, slug: str) -> None:
    """The person says that it still holds. Harmless to repeat."""
    PersonSkill.objects.filter(person=person, skill__slug=slug).update(renewed_at=now())


@transaction.atomic
def withdraw_skill(*, person: Person, slug: str) -> None:
    """The confirmation goes with it. Harmless to repeat."""
    declared = PersonSkill.objects.filter(person=person, skill__slug=slug).first()
    if declared is None:
        return
    gone = declared.pk
    declared.delete()
    _renew(person)
    announce(SkillWithdrawn(gone))


@transaction.atomic
def ask_to_confirm(*, person: Person, declared: PersonSkill, colleague: Person) -> None:
    """Asks one colleague to stand for the skill; asking another replaces the first and what they said."""
    require(can_ask_to_confirm(person, declared, colleague), _("Ask another colleague."))
    declared = PersonSkill.objects.select_for_update().get(pk=declared.pk)
    former = declared.asked_id
    if former == colleague.pk:
        return
    declared.asked = colleague
    if declared.confirmed_by_id != colleague.pk:
        declared.confirmed_by = None
    declared.save(update_fields=["asked", "confirmed_by"])
    if former is not None:
        announce(ConfirmationEnded(declared.pk, former))
    announce(ConfirmationAsked(declared.pk, person.pk, colleague.pk))


@transaction.atomic
def confirm_skill(*, person: Person, declared: PersonSkill) -> None:
    """The asked colleague stands for it by name. Harmless to repeat."""
    declared = PersonSkill.objects.select_for_update().get(pk=declared.pk)
    require(can_confirm_skill(person, declared), _("Only the colleague who was asked can confirm this."))
    if declared.confirmed_by_id == person.pk:
        return
    declared.confirmed_by = person
    declared.save(update_fields=["confirmed_by"])
    announce(SkillConfirmed(declared.pk, declared.person_id, person.pk))


@transaction.atomic
def decline_to_confirm(*, person: Person, declared: PersonSkill) -> None:
    """The asked colleague does not stand for it, or no longer; nobody is told."""
    declared = PersonSkill.objects.select_for_update().get(pk=declared.pk)
    require(can_confirm_skill(person, declared), _("Only the colleague who was asked can confirm this."))
    declared.asked = None
    if declared.confirmed_by_id == person.pk:
        declared.confirmed_by = None
    declared.save(update_fields=["asked", "confirmed_by"])
    announce(ConfirmationEnded(declared.pk, person.pk))


def _renew(person: Person) -> None:
    """Cards show skills; the list of those in use is asked for anew."""
    Person.objects.filter(pk=person.pk).update(version=F("version") + 1)
    forget_skills()
