"""A file to bring people in with, what its columns are, and what is agreed to."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from network.core.text import clean_line
from network.openness.actions import MANY_GONE, TOO_FAULTY, Consent, Timetable, Upload, fetch_file, is_ldap_offered
from network.openness.models import Import
from network.openness.queries import ABOUT_FILES, Unreadable, about_file, choices, faults_of, is_many_gone
from network.openness.queries.ldap_table import is_ldap
from profiles.queries.said import LABELS


class UploadForm(forms.Form):
    """The file, or the directory that is read, and from where it comes."""

    source = forms.CharField(
        label=_("Where does it come from?"),
        max_length=80,
        help_text=_("The name of the system, as people know it: it stands beside the fields that it owns."),
        widget=forms.TextInput({"list": "sources", "autocomplete": "off"}),
    )
    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV: with commas, semicolons or tabs, in UTF-8 or Latin-1, with headings on the first line."),
        widget=forms.FileInput({"accept": ".csv,.txt,.tsv,text/csv"}),
        allow_empty_file=True,  # said in our own words
    )
    address = forms.CharField(
        label=_("Or a directory (LDAP)"),
        required=False,
        max_length=500,
        help_text=_("As ldaps://host/ou=people,dc=example; with ??sub?(filter) behind it for some of its people."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if is_ldap_offered():
            self.fields["file"].required = False
        else:
            del self.fields["address"]

    def clean(self) -> dict[str, Any]:
        """Either a file or a directory; the directory is read only when nothing else is wrong."""
        cleaned = super().clean() or {}
        address = cleaned.get("address", "").strip()
        if self.errors:
            return cleaned
        if bool(address) == bool(cleaned.get("file")):
            self.add_error("file", _("Choose a file, or give the address of a directory: one of them."))
        elif address:
            self._read(address)
        return cleaned

    def _read(self, address: str) -> None:
        try:
            if not is_ldap(address):
                raise Unreadable("ldap_address", address)
            self.cleaned_data["file"] = fetch_file(address)
        except Unreadable as refusal:
            self.add_error("address", about_file(refusal.problem))

    def clean_file(self) -> Upload | None:
        """The bytes, within the limit."""
        upload = self.cleaned_data["file"]
        if upload is None:
            return None
        if upload.size > settings.UPLOAD_MAX_BYTES:
            limit = settings.UPLOAD_MAX_BYTES // 1024 // 1024
            raise forms.ValidationError(about_file(["too_big", limit]))
        return Upload(upload.name or "", upload.read())

    def clean_source(self) -> str:
        """One line."""
        return clean_line(self.cleaned_data["source"])


class ScheduleForm(forms.Form):
    """From where the same file comes every day, and when."""

    place = forms.CharField(
        label=_("Where the file lies"),
        max_length=500,
        help_text=_("A name in the folder for imports, or an https address on the open internet."),
        widget=forms.TextInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    hour = forms.TypedChoiceField(
        label=_("Every day at"), coerce=int, initial=4, choices=[(hour, f"{hour:02}.05") for hour in range(24)]
    )
    on_gone = forms.ChoiceField(
        label=_("Those who are no longer in the file"),
        choices=Import.Gone.choices,
        initial=Import.Gone.LEAVE,
        widget=forms.RadioSelect,
    )

    def __init__(self, run: Import, data: Any = None) -> None:
        """A list that came from an address is fetched from there again."""
        super().__init__(data, initial={"place": run.file_name if is_ldap(run.file_name) else ""})
        if is_ldap_offered():
            self.fields["place"].help_text = _(
                "A name in the folder for imports, an https address on the open internet, or an ldaps address."
            )

    def timetable(self) -> Timetable:
        """What was chosen."""
        return Timetable(self.cleaned_data["place"].strip(), self.cleaned_data["hour"], self.cleaned_data["on_gone"])


class ColumnsForm(forms.Form):
    """What each column is, and whether the profile is locked for what the file says."""

    owns = forms.BooleanField(
        label=_("The file decides: lock these fields on the profiles"),
        required=False,
        help_text=_("Without the lock a file only fills in what is empty, and never changes what people wrote."),
    )

    def __init__(self, run: Import, data: Any = None) -> None:
        super().__init__(data, initial={"owns": run.owns})
        self.columns = [f"column-{number}" for number in range(len(run.headings))]
        known = choices()
        for name, heading, field in zip(self.columns, run.headings, run.mapping, strict=True):
            self.fields[name] = forms.ChoiceField(
                label=heading or _("(no heading)"), choices=known, required=False, initial=field
            )
        self.order_fields([*self.columns, "owns"])

    def clean(self) -> dict[str, Any]:
        """Names and addresses there must be, and no field twice."""
        cleaned = super().clean() or {}
        for code, field in faults_of(self.mapping()):
            name = next((name for name in self.columns if cleaned.get(name) == field), None)
            words = dict(choices()).get(field) or LABELS[field]
            self.add_error(name, str(ABOUT_FILES[code]) % {"what": words, "line": 0})
        return cleaned

    def mapping(self) -> list[str]:
        """A field, or "", for each column in order."""
        return [self.cleaned_data.get(name, "") for name in self.columns]


class ConsentForm(forms.Form):
    """What is done about those who are gone, and about lines with errors; asked only where there are any."""

    without_errors = forms.BooleanField(
        label=_("Leave out the lines with errors and bring in the rest"), required=False
    )
    on_gone = forms.ChoiceField(
        label=_("Those who are no longer in the file"), choices=Import.Gone.choices, widget=forms.RadioSelect
    )
    many_may_go = forms.BooleanField(label=_("Yes, that many accounts are to be closed"), required=False)

    def __init__(self, run: Import, gone: int, data: Any = None) -> None:
        super().__init__(data, initial={"on_gone": run.on_gone})
        self.run, self.many = run, gone > 0 and is_many_gone(run)
        if not run.counts.get("error"):
            del self.fields["without_errors"]
        if not gone:
            del self.fields["on_gone"]
        if not self.many:
            del self.fields["many_may_go"]

    def clean(self) -> dict[str, Any]:
        """Asks where something has to be agreed to."""
        cleaned = super().clean() or {}
        if "without_errors" in self.fields and not cleaned.get("without_errors"):
            self.add_error("without_errors", TOO_FAULTY)
        closes = cleaned.get("on_gone") == Import.Gone.DEACTIVATE
        if self.many and closes and not cleaned.get("many_may_go"):
            self.add_error("many_may_go", MANY_GONE)
        return cleaned

    def consent(self) -> Consent:
        """What was agreed to."""
        return Consent(**self.cleaned_data)
