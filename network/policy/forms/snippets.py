"""A sentence from the rules, and when it is shown."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from network.policy.actions.snippets import SnippetPlan
from network.policy.models import Snippet
from network.policy.models.present import LONGEST
from network.policy.queries.snippets import ORDER, sections_in_force


class SnippetForm(forms.Form):
    """Section, context, and the sentence in both languages."""

    section = forms.ChoiceField(label=_("Section"))
    context = forms.ChoiceField(label=_("When it is shown"), choices=[(one.value, one.label) for one in ORDER])
    nb = forms.CharField(label=_("In Norwegian"), max_length=LONGEST)
    en = forms.CharField(label=_("In English"), max_length=LONGEST)

    def __init__(self, *args: Any, snippet: Snippet | None = None, **kwargs: Any) -> None:
        if snippet is not None:
            kept = {"section": f"{snippet.document_id}:{snippet.key}", "context": snippet.context, **snippet.text}
            kwargs.setdefault("initial", kept)
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = sections_in_force()  # type: ignore[attr-defined]

    def plan(self) -> SnippetPlan:
        """For the action."""
        given = self.cleaned_data
        document, _colon, key = given["section"].partition(":")
        return SnippetPlan(int(document), UUID(key), given["context"], {"nb": given["nb"], "en": given["en"]})
