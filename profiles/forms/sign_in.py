"""allauth's forms with our labels; named in the settings, so nothing here imports them."""

from typing import Any, ClassVar, cast

from allauth.account import forms as account
from allauth.core import context, ratelimit
from allauth.mfa import app_settings as mfa_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.core.cache import cache
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from profiles.models import Person
from profiles.queries.sources import locked_fields


class Worded(forms.Form):
    """Labels instead of placeholders, one for every visible field."""

    labels: ClassVar[dict[str, "str | Promise"]] = {}
    hints: ClassVar[dict[str, "str | Promise"]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.label = self.labels.get(name, field.label)  # type: ignore[assignment]
            field.help_text = self.hints.get(name, "")  # type: ignore[assignment]
            field.widget.attrs.pop("placeholder", None)
            field.label_suffix = ""


class LoginForm(Worded, account.LoginForm):
    """E-mail and password."""

    labels: ClassVar = {"login": _("E-mail"), "password": _("Password")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].widget.attrs["autocomplete"] = "username webauthn"  # where the browser offers passkeys


class ResetPasswordForm(Worded, account.ResetPasswordForm):
    """The address to which the link goes."""

    labels: ClassVar = {"email": _("E-mail")}


class ResetPasswordKeyForm(Worded, account.ResetPasswordKeyForm):
    """A new password, twice."""

    labels: ClassVar = {"password1": _("New password"), "password2": _("New password again")}
    hints: ClassVar = {"password1": _("At least nine characters. A short sentence is easy to remember.")}


class ChangePasswordForm(Worded, account.ChangePasswordForm):
    """The present password, and a new one twice."""

    labels: ClassVar = {**ResetPasswordKeyForm.labels, "oldpassword": _("Password now")}
    hints: ClassVar = ResetPasswordKeyForm.hints


class SetPasswordForm(Worded, account.SetPasswordForm):
    """A first password, twice."""

    labels: ClassVar = ResetPasswordKeyForm.labels
    hints: ClassVar = ResetPasswordKeyForm.hints


class AddEmailForm(Worded, account.AddEmailForm):
    """Another address."""

    labels: ClassVar = {"email": _("New e-mail")}

    def clean_email(self) -> str:
        """Not where a system outside decides the address; none decides that of an administrator."""
        person = cast(Person, self.user)
        source = locked_fields(person).get("email")
        if source is not None and not person.is_administrator:
            words = _("Your address comes from %(source)s, and is changed there.")
            raise forms.ValidationError(words, params={"source": source})
        address: str = super().clean_email()
        return address


class PasswordAgainForm(Worded, account.ReauthenticateForm):
    """The password once more, before something that matters."""

    labels: ClassVar = {"password": _("Password")}


class CodeForm(Worded):
    """A code counts once; after five wrong ones (`wrong_code` in the settings) none counts for a quarter of an hour."""

    user: Person
    labels: ClassVar = {"code": _("Code")}
    hints: ClassVar = {"code": _("Six digits from your app, or a recovery code.")}

    def clean_code(self) -> str:
        """The code; the tries are the person's, whatever the browser. Raises ValidationError."""
        tries = {"request": context.request, "action": "wrong_code", "key": f"codes-of-{self.user.pk}"}
        if not ratelimit.consume(**tries):
            raise forms.ValidationError(_("Too many wrong codes. Wait a quarter of an hour, and then use a new one."))
        code: str = super().clean_code()  # type: ignore[misc]
        use_up(self.user, code)
        ratelimit.clear(**tries)
        return code


class AuthenticateForm(CodeForm, mfa.AuthenticateForm):
    """The code of the second step."""


class CodeAgainForm(CodeForm, mfa.ReauthenticateForm):
    """The code once more, before something that matters."""


class ActivateTOTPForm(Worded, totp.ActivateTOTPForm):
    """The first code of a new app."""

    labels: ClassVar = {"code": _("Code from the app")}

    def clean_code(self) -> str:
        """The code, which is then used."""
        code: str = super().clean_code()
        use_up(self.user, code)
        return code


def use_up(person: Person, code: str) -> None:
    """Marks a right code as used for as long as clocks that differ let it count (allauth's mark ends before that).

    Raises ValidationError when it was used already.
    """
    steps = 2 * mfa_settings.TOTP_TOLERANCE + 1
    digits = "".join(filter(str.isdigit, code))
    if not cache.add(f"code-used:{person.pk}:{digits}", True, timeout=steps * mfa_settings.TOTP_PERIOD):
        raise get_adapter().validation_error("incorrect_code")


class AddWebAuthnForm(Worded, webauthn.AddWebAuthnForm):
    """A name for the key, and whether it may stand alone."""

    labels: ClassVar = {"name": _("Name of the key"), "passwordless": _("Sign in with this key alone")}
    hints: ClassVar = {"passwordless": _("The key then asks for your finger, face or PIN.")}


class EditWebAuthnForm(Worded, webauthn.EditWebAuthnForm):
    """Another name for the key."""

    labels: ClassVar = {"name": _("Name of the key")}
