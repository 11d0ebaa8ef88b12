"""allauth's forms with our labels; named in the settings, so nothing here imports them."""

from typing import Any, ClassVar

from allauth.account import forms as account
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


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


class PasswordAgainForm(Worded, account.ReauthenticateForm):
    """The password once more, before something that matters."""

    labels: ClassVar = {"password": _("Password")}


class AuthenticateForm(Worded, mfa.AuthenticateForm):
    """The code of the second step."""

    labels: ClassVar = {"code": _("Code")}
    hints: ClassVar = {"code": _("Six digits from your app, or a recovery code.")}


class CodeAgainForm(Worded, mfa.ReauthenticateForm):
    """The code once more, before something that matters."""

    labels: ClassVar = AuthenticateForm.labels
    hints: ClassVar = AuthenticateForm.hints


class ActivateTOTPForm(Worded, totp.ActivateTOTPForm):
    """The first code of a new app."""

    labels: ClassVar = {"code": _("Code from the app")}


class AddWebAuthnForm(Worded, webauthn.AddWebAuthnForm):
    """A name for the key, and whether it may stand alone."""

    labels: ClassVar = {"name": _("Name of the key"), "passwordless": _("Sign in with this key alone")}
    hints: ClassVar = {"passwordless": _("The key then asks for your finger, face or PIN.")}


class EditWebAuthnForm(Worded, webauthn.EditWebAuthnForm):
    """Another name for the key."""

    labels: ClassVar = {"name": _("Name of the key")}
