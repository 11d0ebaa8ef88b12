"""The profile, its photo and skills, the directory's search, and how pages look."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from network.core.text import clean_line, clean_text
from network.core.warned import Sought, WarnedForm
from profiles.languages import kept_languages, language_name
from profiles.models import Person, ShownTo
from profiles.queries import Field, person_for, profile_fields
from profiles.queries.sources import locked_fields

MAX_PAGE = 2000


class ProfileForm(WarnedForm):
    """What a person says about themselves."""

    name = forms.CharField(label=_("Name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"}))
    pronouns = forms.CharField(label=_("Pronouns"), max_length=30, required=False)
    title = forms.CharField(
        label=_("Title"), max_length=100, required=False, widget=forms.TextInput({"autocomplete": "organization-title"})
    )
    place = forms.CharField(label=_("Place"), max_length=80, required=False)
    phone = forms.CharField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput({"type": "tel", "autocomplete": "tel"})
    )
    languages = forms.CharField(
        label=_("Languages"),
        max_length=500,
        required=False,
        help_text=_("Separated by commas."),
        widget=forms.TextInput({"list": "languages", "autocomplete": "off", "data-several": ""}),
    )
    about = forms.CharField(label=_("About me"), max_length=2000, required=False, widget=forms.Textarea({"rows": 5}))
    away_until = forms.DateField(
        label=_("Away until"),
        required=False,
        help_text=_("The last day you are away. Leave empty when you are here."),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )
    stand_in = Sought(
        label=_("Who stands in"),
        max_length=41,
        required=False,
        help_text=_("The handle of a colleague, such as @kari. Shown while you are away."),
    )

    def __init__(self, person: Person, data: Any = None) -> None:
        """Filled with what the person says now; with the fields that the organisation chose."""
        initial: dict[str, Any] = {name: getattr(person, name) for name in self.base_fields}
        hides = {f"hide_{key}": audience for key, audience in person.hides.items()}
        spoken = ", ".join(map(language_name, person.languages))
        super().__init__(data, initial={**initial, **hides, **person.extra, "languages": spoken})
        self.initial["stand_in"] = f"@{person.stand_in.handle}" if person.stand_in else ""
        self.person, self.chosen = person, profile_fields()
        for field in self.chosen:
            self._take(field)
        self._lock()

    def _lock(self) -> None:
        """What a source outside decides is shown, but changed there; also a request made by hand cannot change it."""
        for name, source in locked_fields(self.person).items():
            if name in self.fields:
                self.fields[name].disabled = True
                self.fields[name].help_text = format_lazy(
                    _("Comes from {source}, and is changed there."), source=source
                )

    def _take(self, field: Field) -> None:
        """Leaves out what is not shown, asks for what is required, and lets the person hide what they may."""
        if field.is_own:
            self.fields[field.key] = forms.CharField(label=str(field.label), max_length=200, required=False)
        if not field.is_shown:
            self.fields.pop(field.key, None)
            return
        if field.is_required and field.key in self.fields:
            self.fields[field.key].required = True
        if field.may_hide or field.key in self.person.hides:
            who = [("", _("All colleagues")), *ShownTo.choices]
            label = format_lazy(_("Who sees it: {field}"), field=field.label)
            self.fields[f"hide_{field.key}"] = forms.ChoiceField(label=label, choices=who, required=False)

    def changes(self) -> dict[str, Any]:
        """What the person says, by column: own fields together, and what is hidden from whom."""
        said = self.cleaned_data
        own = {field.key: clean_line(said[field.key]) for field in self.chosen if field.is_own and field.key in said}
        kept = {key: text for key, text in self.person.extra.items() if key not in own}
        asked = {key.removeprefix("hide_"): said[key] for key in said if key.startswith("hide_")}
        hides = {key: audience for key, audience in {**self.person.hides, **asked}.items() if audience}
        columns = {name: said[name] for name in self.base_fields if name in said}
        return {**columns, "extra": {**kept, **{key: text for key, text in own.items() if text}}, "hides": hides}

    def clean(self) -> dict[str, Any]:
        """One line each but the text about oneself."""
        cleaned = super().clean() or {}
        for name in ("name", "pronouns", "title", "place", "phone"):
            if name in cleaned:
                cleaned[name] = clean_line(cleaned[name])
        if "about" in cleaned:
            cleaned["about"] = clean_text(cleaned["about"])
        if not cleaned.get("name") and "name" not in self.errors:
            self.add_error("name", _("Write your name."))
        return cleaned

    def clean_stand_in(self) -> Person | None:
        """A colleague who works here, and not oneself."""
        handle = self.cleaned_data["stand_in"].strip().removeprefix("@").lower()
        if not handle:
            return None
        try:
            colleague = person_for(self.person, handle)
        except Person.DoesNotExist:
            raise forms.ValidationError(_("Nobody has this handle.")) from None
        if colleague.pk == self.person.pk:
            raise forms.ValidationError(_("Somebody else must stand in."))
        return colleague

    def clean_languages(self) -> list[str]:
        """As they are kept, whichever way they were written."""
        return kept_languages(self.cleaned_data["languages"].split(","))


class PhotoForm(forms.Form):
    """A picture of at most UPLOAD_MAX_BYTES; what it really is, is found out when it is decoded."""

    photo = forms.FileField(
        label=_("Picture"),
        help_text=_("JPEG, PNG or WebP. It is cut to a square, and where and when it was taken is removed."),
        widget=forms.FileInput({"accept": "image/*", "data-photo": ""}),
    )

    def clean_photo(self) -> Any:
        """Refuses what is too large before anything reads it."""
        upload = self.cleaned_data["photo"]
        if upload.size > settings.UPLOAD_MAX_BYTES:
            raise forms.ValidationError(_("This picture is too large. Choose a smaller one."))
        return upload


class SkillForm(WarnedForm):
    """Something to be asked about, in the person's own words."""

    name = forms.CharField(
        label=_("I can be asked about"),
        max_length=60,
        widget=forms.TextInput({"list": "skills", "autocomplete": "off"}),
    )
    as_written = forms.BooleanField(required=False, widget=forms.HiddenInput)  # not in a spelling that is near


class AskForm(forms.Form):
    """The handle of the colleague who is asked to confirm a skill."""

    handle = forms.CharField(max_length=41)

    def __init__(self, data: Any, person: Person) -> None:
        super().__init__(data)
        self.person = person

    def clean_handle(self) -> Person:
        """The colleague; the leading @ may be there."""
        try:
            return person_for(self.person, self.cleaned_data["handle"].strip().removeprefix("@"))
        except Person.DoesNotExist:
            raise forms.ValidationError(_("Nobody has this handle.")) from None


class HostForm(AskForm):
    """The handle of the colleague who receives somebody new; empty: nobody in particular."""

    handle = forms.CharField(max_length=41, required=False)

    def clean_handle(self) -> Person | None:  # type: ignore[override]
        """The colleague, or None."""
        return super().clean_handle() if self.cleaned_data["handle"] else None


class SwitchForm(forms.Form):
    """On or off, as a button says it."""

    value = forms.TypedChoiceField(choices=[("1", "1"), ("0", "0")], coerce=lambda raw: raw == "1")


class LanguageForm(forms.Form):
    """One of the site's languages."""

    language = forms.ChoiceField(choices=settings.LANGUAGES)


class AppearanceForm(forms.Form):
    """What was sent of theme, contrast and shortcuts; what was not sent stays as it is."""

    theme = forms.ChoiceField(choices=[("", ""), ("light", ""), ("dark", "")], required=False)
    contrast = forms.ChoiceField(choices=[("", ""), ("more", "")], required=False)
    shortcuts = forms.TypedChoiceField(choices=[("1", ""), ("0", "")], coerce=lambda raw: raw == "1", required=False)

    def choices(self) -> dict[str, object]:
        """Only the fields that the form that was sent has."""
        return {name: self.cleaned_data[name] for name in self.fields if name in self.data}
