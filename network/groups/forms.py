"""Shape and limits of what is typed about groups."""

from typing import Any
from uuid import uuid4

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from network.core.text import clean_line
from network.core.warned import WarnedForm
from network.groups.actions import Charter
from network.groups.actions.founding import WIDTH
from network.groups.models import Group, JoinRequest
from network.groups.queries import heirs_of, more_readers
from profiles.models import Person

KINDS = [
    (Group.Kind.OPEN, _("Open: everyone can read and join")),
    (Group.Kind.CLOSED, _("Closed: everyone sees that it exists, members read, and people ask to join")),
    (Group.Kind.SECRET, _("Secret: only members know that it exists, and hosts invite")),
]


class CharterForm(WarnedForm):
    """Name, purpose, rules, and who sees the group."""

    name = forms.CharField(label=_("Name"), max_length=80)
    about = forms.CharField(
        label=_("Purpose"), max_length=300, required=False, help_text=_("One or two sentences: who is it for?"),
        widget=forms.Textarea({"rows": 2}),
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("Who can see it?"), choices=KINDS, initial=Group.Kind.OPEN, widget=forms.RadioSelect
    )
    invitation_only = forms.BooleanField(label=_("People come in by invitation only"), required=False)
    rules = forms.CharField(
        label=_("Rules"), max_length=4000, required=False, help_text=_("What you agree on in this group."),
        widget=forms.Textarea({"rows": 5}),
    )  # fmt: skip

    def clean_name(self) -> str:
        """A name of more than invisible characters."""
        name = clean_line(self.cleaned_data["name"])
        if not name:
            raise forms.ValidationError(_("Write a name."))
        return name

    def charter(self) -> Charter:
        """What was typed, for the actions."""
        typed = {name: self.cleaned_data[name] for name in ("name", "kind", "about", "rules", "invitation_only")}
        return Charter(**typed)


class NewForm(CharterForm):
    """The same for a new group, with the key that makes sending it twice harmless."""

    key = forms.UUIDField(required=False, widget=forms.HiddenInput, initial=uuid4)


class EditForm(CharterForm):
    """The same for a group that exists: opening it up must be confirmed, with the number of new readers in sight."""

    confirmed = forms.BooleanField(label=_("Yes, let more people in"), required=False)

    def __init__(self, group: Group, typed: QueryDict | None = None) -> None:
        kept = {name: getattr(group, name) for name in ("name", "kind", "about", "rules", "invitation_only")}
        super().__init__(typed, initial=kept)
        self.group = group
        self.widens = False

    def clean(self) -> dict[str, Any]:
        """Says who will see more, and asks whether that is meant."""
        typed = super().clean() or self.cleaned_data
        kind = typed.get("kind")
        if kind and WIDTH[Group.Kind(kind)] > WIDTH[Group.Kind(self.group.kind)]:
            self.widens = True
            if not typed.get("confirmed"):
                self.add_error("confirmed", self._consequence(kind))
        return typed

    def _consequence(self, kind: str) -> str:
        if kind == Group.Kind.CLOSED:
            return str(_("Everyone will see that the group exists. The posts are still read by its members alone."))
        count = more_readers(self.group, kind)
        return ngettext(
            "%(count)s more person will be able to read the old posts. The members are told.",
            "%(count)s more people will be able to read the old posts. The members are told.",
            count,
        ) % {"count": count}


class RequestForm(WarnedForm):
    """A wish to join."""

    message = forms.CharField(
        label=JoinRequest._meta.get_field("message").verbose_name, max_length=500, required=False,
        help_text=_("Why would you like to join?"), widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip


class HeirForm(WarnedForm):
    """Who takes over, when the last host goes."""

    successor = forms.ChoiceField(label=_("Who takes over as host?"), choices=())

    def __init__(self, group: Group, person: Person, needed: bool, typed: QueryDict | None = None) -> None:
        super().__init__(typed)
        self.heirs = {heir.handle: heir for heir in heirs_of(group, person)} if needed else {}
        if needed:
            choices = [("", _("Choose")), *((handle, heir.name) for handle, heir in self.heirs.items())]
            self.fields["successor"] = forms.ChoiceField(label=_("Who takes over as host?"), choices=choices)
        else:
            del self.fields["successor"]

    def heir(self) -> Person | None:
        """The chosen person, if one had to be chosen."""
        return self.heirs.get(self.cleaned_data.get("successor", ""))


class LeaveForm(HeirForm):
    """A good-bye, with a reason if one likes."""

    reason = forms.CharField(
        label=_("Why are you leaving? (optional)"), max_length=500, required=False,
        help_text=_("The hosts read it without your name."), widget=forms.Textarea({"rows": 3}),
    )  # fmt: skip


class ConfirmForm(forms.Form):
    """A yes, and nothing to fill in."""
