"""Shape and limits of posts as they are written."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from network.core.text import clean_line
from network.core.warned import Sought, WarnedForm
from network.feed.actions import Words
from network.feed.models import Draft, Post
from network.feed.queries import my_places
from network.groups.models import Group
from network.groups.queries import groups_to_join
from profiles.models import Person

EMPTY = _("Write something before you publish it.")
CHOOSE = _("Several may be meant. Choose one.")
NOBODY = _(
    "Nobody who can be asked here is called that. They may have been asked enough this week, be away, take no "
    "questions, or not be able to read this."
)
TOO_LONG = _("A post can be at most 20,000 characters. Shorten it, or attach the rest as a file.")


class WordsForm(WarnedForm):
    """Kind, title and text; shared by writing and editing."""

    kind = forms.ChoiceField(
        label=_("Kind"), choices=Post.Kind.written(), initial=Post.Kind.UPDATE, required=False, widget=forms.RadioSelect
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=140,
        required=False,
        error_messages={"max_length": _("A title can be at most 140 characters.")},
        widget=forms.Textarea(
            attrs={"class": "composer__title", "rows": 1, "placeholder": _("Title (optional)"), "autocomplete": "off"}
        ),
    )
    text = forms.CharField(
        label=_("Text"),
        max_length=20_000,
        error_messages={"required": EMPTY, "max_length": TOO_LONG},
        widget=forms.Textarea(
            attrs={"rows": 5, "placeholder": _("What did you learn today?"), "data-mention": "", "autocomplete": "off"}
        ),
    )

    def words(self) -> Words:
        """What was written, for the action."""
        given = self.cleaned_data
        return Words(text=given["text"], title=given["title"], kind=given.get("kind") or Post.Kind.UPDATE)


class PostForm(WordsForm):
    """A new post: also where it goes, and the client's key."""

    place = forms.ChoiceField(label=_("Who can see this?"), required=False, choices=())
    skill = forms.CharField(
        label=_("Ask somebody who knows about"),
        max_length=60,
        required=False,
        widget=forms.TextInput(
            {"class": "input", "list": "known-skills", "autocomplete": "off", "aria-describedby": "asking"}
        ),
    )
    key = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)

    def __init__(self, *args: Any, person: Person, everyone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.groups = {group.slug: group for group in my_places(person)}
        choices = [("", everyone), *[(slug, group.name) for slug, group in self.groups.items()]]
        self.fields["place"].choices = choices  # type: ignore[attr-defined]
        self.fields["place"].widget.attrs["class"] = "select select--sm"

    @property
    def has_union(self) -> bool:
        """One of the places is run for a union: no posting limit reaches there."""
        return any(group.is_for_union for group in self.groups.values())

    @property
    def group(self) -> Group | None:
        """The group chosen now, None for everyone; also while the rest of the form is faulty."""
        return self.groups.get(self["place"].value() or "")

    def asks_about(self) -> str:
        """What those who are to be asked should know; "" unless it is a question."""
        if self["kind"].value() != Post.Kind.QUESTION:
            return ""
        return self.unfinished_skill()

    def unfinished_skill(self) -> str:
        """What is written so far there, also while another kind than a question is chosen, for the draft."""
        return clean_line(self["skill"].value() or "")[:60]

    def was_shown(self, mark: str) -> bool:
        """The author has seen who is asked for just these words and this place."""
        return self.data.get("asked_for") == mark

    def kept(self) -> list[str]:
        """The handles of those that the author left chosen."""
        return self.data.getlist("ask") if isinstance(self.data, QueryDict) else []

    def unfinished(self) -> Words:
        """What is written so far, whole or not, for the draft."""
        given = {name: self[name].value() or "" for name in ("text", "title", "kind")}
        kind = given["kind"] if given["kind"] in dict(Post.Kind.written()) else Post.Kind.UPDATE
        return Words(text=given["text"], title=" ".join(given["title"].split()), kind=kind)


class HandOnForm(forms.Form):
    """The name or handle of the colleague who rather knows."""

    to = Sought(
        label=_("Name of the colleague"),
        max_length=120,
        error_messages={"required": _("Write the name of the colleague who rather knows.")},
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    found: Sequence[Person] = ()

    def words(self) -> str:
        """What was written."""
        return clean_line(self.cleaned_data["to"])

    def meant(self, found: Sequence[Person]) -> Person | None:
        """The one that the words name in full, or the only one found; otherwise they are offered with a sentence."""
        if not self.is_valid():
            return None
        words = self.words().removeprefix("@").lower()
        exact = [person for person in found if words in (person.handle, person.name.lower())] or list(found)
        if len(exact) == 1:
            return exact[0]
        self.found = found
        self.add_error("to", CHOOSE if found else NOBODY)
        return None


def initial_of(draft: Draft | None, place: str, kind: str, text: str) -> dict[str, str]:
    """What the empty form shows: what the address asked for, else the draft of the place."""
    given = {
        "place": place,
        "kind": kind if kind in dict(Post.Kind.written()) else Post.Kind.UPDATE.value,
        "text": text[:20_000],
    }
    if draft is not None and not text:
        given |= {"title": draft.title, "text": draft.text, "kind": draft.kind, "skill": draft.skill}
    return given


class NotSharedForm(WarnedForm):
    """Why a post is not to be shared outside."""

    reason = forms.CharField(
        label=_("Why not?"), max_length=300, help_text=_("The author reads it, with your name."),
        widget=forms.Textarea({"rows": 2}), error_messages={"required": _("Say why, so that the author can mend it.")},
    )  # fmt: skip


class SkillsForm(WarnedForm):
    """Skills that were ticked among those nearby, and others in the person's own words."""

    chosen = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    others = forms.CharField(
        label=_("Something else"), max_length=300, required=False, help_text=_("Separated by commas.")
    )

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        ticked = data.getlist("chosen")[:20] if data is not None else []
        self.fields["chosen"].choices = [(name, name) for name in ticked]  # type: ignore[attr-defined]

    def names(self) -> list[str]:
        """What was ticked and written, each once."""
        written = (name.strip() for name in self.cleaned_data["others"].split(","))
        return list(dict.fromkeys(name for name in (*self.cleaned_data["chosen"], *written) if name))

    def clean(self) -> dict[str, Any]:
        """At least one; leaving the step has a button of its own."""
        cleaned = super().clean() or {}
        if not cleaned.get("chosen") and not cleaned.get("others", "").strip(" ,"):
            self.add_error("others", _("Choose or write at least one, or skip this step."))
        return cleaned


class GroupsForm(forms.Form):
    """Which of the suggested groups to join."""

    groups = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, person: Person, data: Any = None) -> None:
        super().__init__(data)
        self.offered = {str(row.group.pk): row.group for row in groups_to_join(person)}
        self.fields["groups"].choices = [(pk, group.name) for pk, group in self.offered.items()]  # type: ignore[attr-defined]
        self.fields["groups"].error_messages["required"] = _("Choose at least one, or skip this step.")
        self.fields["groups"].required = True

    def chosen(self) -> list[Group]:
        """The groups that were ticked."""
        return [self.offered[pk] for pk in self.cleaned_data["groups"]]


class HelloForm(WarnedForm):
    """A first post to everyone."""

    text = forms.CharField(
        label=_("Your hello"),
        max_length=20_000,
        error_messages={"required": EMPTY, "max_length": TOO_LONG},
        widget=forms.Textarea(attrs={"rows": 5, "data-mention": ""}),
    )
    key = forms.UUIDField(required=False, initial=uuid4, widget=forms.HiddenInput)
