"""Which fields profiles have: what the administrator decides."""

from dataclasses import dataclass

from django.conf import settings
from django.core.cache import caches
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, JSONField, Value
from django.db.models.expressions import CombinedExpression
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from network.core.access import require
from network.core.events import announce
from network.core.text import clean_line, fold
from profiles.access import can_administer
from profiles.events import FieldsChanged
from profiles.models import Person, ProfileField

MAX_OWN = 20


@dataclass(frozen=True)
class Decision:
    """What is decided about one field."""

    is_shown: bool = True
    is_required: bool = False
    may_hide: bool = False
    is_filter: bool = False


@transaction.atomic
def decide_fields(*, by: Person, decisions: dict[str, Decision]) -> None:
    """Writes the decision for each key. Who hides a field already goes on hiding it, whatever is decided."""
    require(can_administer(by), _("This page is for administrators."))
    for key, decision in decisions.items():
        ProfileField.objects.update_or_create(key=key, defaults=vars(decision))
    _decided()


@transaction.atomic
def add_field(*, by: Person, name_nb: str, name_en: str) -> ProfileField:
    """A field of the organisation's own, a line of text; raises ValidationError without a name or beyond MAX_OWN."""
    require(can_administer(by), _("This page is for administrators."))
    name_nb, name_en = clean_line(name_nb)[:60], clean_line(name_en)[:60]
    stem = slugify(fold(name_en or name_nb))[:30]
    if not stem:
        raise ValidationError(_("Give the field a name."))
    own = list(ProfileField.objects.select_for_update().filter(is_own=True))
    if len(own) >= MAX_OWN:
        raise ValidationError(_("Twenty fields of your own are enough. Remove one first."))
    key = f"own-{stem}"
    if any(field.key == key for field in own):
        raise ValidationError(_("There is a field with this name already."))
    last = max((field.position for field in own), default=0)
    made = ProfileField.objects.create(key=key, name_nb=name_nb, name_en=name_en, is_own=True, position=last + 1)
    _decided()
    return made


@transaction.atomic
def remove_field(*, by: Person, key: str) -> None:
    """Takes away a field of the organisation's own, and what people wrote in it. Harmless to repeat."""
    require(can_administer(by), _("This page is for administrators."))
    if not ProfileField.objects.filter(key=key, is_own=True).delete()[0]:
        return
    without = CombinedExpression(F("extra"), "-", Value(key), output_field=JSONField())
    Person.objects.filter(extra__has_key=key).update(extra=without)
    _decided()


def _decided() -> None:
    announce(FieldsChanged())
    transaction.on_commit(
        lambda: caches["cards"].delete_many(f"profiles:fields:{code}" for code, _name in settings.LANGUAGES)
    )
