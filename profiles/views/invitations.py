"""Inviting people, and the page to which the letter leads."""

from allauth.account.utils import perform_login
from allauth.core import ratelimit
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from network.core.http import see_other
from network.core.later import Later
from network.core.pages import cursor_from
from profiles import actions, queries
from profiles.forms import AcceptForm, InviteForm
from profiles.models import Invitation
from profiles.sessions import administrator_of, person_of

AN_HOUR = 3600
identity = Later("profiles.identity.views")


@require_http_methods(["GET", "HEAD", "POST"])
def invitations(request: HttpRequest) -> HttpResponse:
    """Who was invited and what came of it; a posted form invites more."""
    person = administrator_of(request)
    form = InviteForm(request.POST if request.method == "POST" else None, initial={"language": person.language})
    status = 200
    if form.is_bound:
        status = 422
        if form.is_valid() and not ratelimit.consume(request, action="invite", user=person):
            form.add_error(None, _("You have sent many invitations in an hour. Go on in a while."))
            status = 429
        elif form.is_valid():
            try:
                actions.invite_people(by=person, emails=form.cleaned_data["emails"], terms=form.terms())
            except ValidationError as fault:
                form.add_error("emails", fault)
            else:
                return see_other(request, reverse("profiles:invitations"))
    page = queries.invitations_page(cursor_from(request.GET.get("before")))
    answer = render(request, "profiles/invitations.html", {"form": form, "page": page}, status=status)
    if status == 429:
        answer["Retry-After"] = str(AN_HOUR)
    return answer


@require_POST
def revoke_invitation(request: HttpRequest, pk: int) -> HttpResponse:
    """The link in the letter leads nowhere from now on."""
    actions.revoke_invitation(by=person_of(request), pk=pk)
    return see_other(request, reverse("profiles:invitations"))


@require_http_methods(["GET", "HEAD", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Name, and a password or a passkey; a link that does not count says so and nothing else."""
    invitation = queries.invitation_of(token)
    if invitation is None:
        return render(request, "profiles/invitation_closed.html", status=404)
    if request.POST.get("way") in [provider.kind for provider in queries.providers()]:
        led: HttpResponse = identity.start(request, request.POST["way"], invitation=invitation.token_hash)
        return led
    if queries.sign_in_rules().only_sso:
        context = {"invitation": invitation, "token": token, "only_sso": True}
        return render(request, "profiles/accept.html", context, status=403 if request.method == "POST" else 200)
    with_passkey = request.POST.get("way") == "passkey"
    asked = request.POST if request.method == "POST" and not request.user.is_authenticated else None
    form = AcceptForm(asked, invitation, needs_password=not with_passkey)
    if not (form.is_bound and form.is_valid()):
        context = {"form": form, "invitation": invitation, "token": token}
        return render(request, "profiles/accept.html", context, status=422 if form.is_bound else 200)
    return _come_in(request, invitation, form, with_passkey)


def _come_in(request: HttpRequest, invitation: Invitation, form: AcceptForm, with_passkey: bool) -> HttpResponse:
    name, password = form.cleaned_data["name"], None if with_passkey else form.cleaned_data["password"]
    try:
        person = actions.accept_invitation(token_hash=invitation.token_hash, name=name, password=password)
    except IntegrityError:  # the address got an account in this very moment
        person = None
    if person is None:
        return render(request, "profiles/invitation_closed.html", status=404)
    where = reverse("mfa_add_webauthn") if with_passkey else None
    answer: HttpResponse = perform_login(request, person, email_verification="none", redirect_url=where)
    return answer
