"""Sentences from the rules where it matters: written, changed, put away and taken up again."""

from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from network.core.access import require
from network.core.text import clean_line
from network.policy.access import is_editor
from network.policy.models import Section, Snippet
from network.policy.models.present import LONGEST
from network.policy.states import LANGUAGES, State
from profiles.models import Person

NOT_EDITOR = _("Only policy editors choose these sentences.")
NOT_THERE = _("Choose a section that counts now.")
TOO_LONG = _("A sentence can be at most 140 characters, and is there in both languages.")


@dataclass(frozen=True)
class SnippetPlan:
    """What a sentence says, by language, when it is shown, and which section it is from."""

    document_id: int
    key: UUID
    context: str
    text: dict[str, str]


@transaction.atomic
def keep_snippet(*, by: Person, plan: SnippetPlan, snippet: Snippet | None = None) -> Snippet:
    """A new sentence, or a changed one; its section must count now."""
    require(is_editor(by), NOT_EDITOR)
    there = Section.objects.filter(version__document=plan.document_id, version__state=State.IN_FORCE, key=plan.key)
    require(there.exists(), NOT_THERE)
    text = {language: clean_line(plan.text.get(language, "")) for language in LANGUAGES}
    require(all(0 < len(words) <= LONGEST for words in text.values()), TOO_LONG)
    kept = snippet or Snippet()
    kept.document_id, kept.key, kept.context, kept.text = plan.document_id, plan.key, plan.context, text
    kept.save()
    return kept


@transaction.atomic
def switch_snippet(*, by: Person, snippet: Snippet, on: bool) -> None:
    """Put away, or shown again."""
    require(is_editor(by), NOT_EDITOR)
    Snippet.objects.filter(pk=snippet.pk).update(is_active=on)
