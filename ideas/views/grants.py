"""What was won: the certificate, giving an award on the spot, signing it, and how one's name is told."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from ideas import actions
from ideas.access import can_answer_publicity, can_cosign, can_decline_to_sign, can_give_spot_award, can_revoke_grant
from ideas.forms import PublicityForm, RevokeForm, SpotForm
from ideas.models import Grant
from ideas.queries import awards_of as awards_won_by
from ideas.queries import certificate_for, genuine, grant_for, my_part
from ideas.views.places import idea_or_404
from network.core.access import Refused, require
from network.core.http import is_unfinished, page_or_part, see_other
from network.core.warned import posting
from network.notifications.actions import mark_read
from profiles.models import Person
from profiles.queries import person_for
from profiles.sessions import person_of


@require_GET
def certificate(request: HttpRequest, code: str) -> HttpResponse:
    """Who reads the idea gets the certificate to print; whoever else holds the paper learns that it is genuine."""
    person = request.user
    inside = isinstance(person, Person) and not is_unfinished(request)  # half signed in is outside
    shown = certificate_for(person, code) if isinstance(person, Person) and inside else None
    if shown is not None and isinstance(person, Person):
        address = request.build_absolute_uri(shown.get_absolute_url())
        context = {"grant": shown, "address": address, "part": my_part(person, shown)}
        return render(request, "ideas/certificate.html", context)
    known = genuine(code)
    if known is None:
        raise Http404
    return render(request, "ideas/genuine.html", {"grant": known})


@require_http_methods(["GET", "POST"])
def spot_award(request: HttpRequest, number: int) -> HttpResponse:
    """A manager gives their award of the month to this idea."""
    person = person_of(request)
    shown = idea_or_404(person, number)
    require(can_give_spot_award(person, shown), actions.NOT_YOURS_TO_GIVE)
    form = SpotForm(person, shown, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            with form.posting():
                made = actions.give_spot_award(
                    by=person, idea=shown, award=form.awards[given["award"]], citation=given["citation"],
                    cosigner=form.signs, key=given["key"],
                )  # fmt: skip
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            return see_other(request, made.page)
    return render(request, "ideas/spot_award.html", {"form": form, "idea": shown}, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def grant(request: HttpRequest, grant_id: int) -> HttpResponse:
    """How an award stands, for those who get it, gave it, sign it or keep the awards; and what they may do."""
    person = person_of(request)
    shown = _grant(person, grant_id)
    mark_read(by=person, subject=f"grant:{shown.pk}")
    wanted = request.POST.get("do", "") if request.method == "POST" else ""
    if wanted and wanted not in _ACTS:
        raise Http404
    own = PublicityForm(request.POST if wanted == "answer" else None, initial=_answered(person, shown))
    reason = RevokeForm(request.POST if wanted in ("decline", "revoke") else None)
    if wanted:
        form = own if wanted == "answer" else reason
        if (not form.is_bound or form.is_valid()) and _done(request, person, shown, form):
            return see_other(request, _onward(person, shown))
    faulty = own.errors or reason.errors
    context = {"grant": shown, "form": own, "reason": reason, **_may(person, shown)}
    return render(request, "ideas/grant.html", context, status=422 if faulty else 200)


def _grant(person: Person, grant_id: int) -> Grant:
    """Refused and missing look the same; so it is for whoever has nothing to do with it."""
    try:
        shown = grant_for(person, grant_id)
    except Grant.DoesNotExist:
        raise Http404 from None
    if not any(_may(person, shown).values()) and my_part(person, shown) is None:
        raise Http404
    return shown


def _may(person: Person, shown: Grant) -> dict[str, bool]:
    return {
        "can_answer": can_answer_publicity(person, shown),
        "can_sign": can_cosign(person, shown),
        "can_decline": can_decline_to_sign(person, shown),
        "can_revoke": can_revoke_grant(person, shown),
        "is_giver": shown.category_id is None and shown.decided_by_id == person.pk,
    }


def _answered(person: Person, shown: Grant) -> dict[str, Any]:
    part = my_part(person, shown)
    if part is None:
        return {}
    said = {None: None, True: "1", False: "0"}[part.is_public]
    return {"is_public": said, "name": part.name_as_printed, "on_profile": part.is_on_profile}


def _done(request: HttpRequest, person: Person, shown: Grant, form: forms.Form) -> bool:
    given = form.cleaned_data if form.is_bound else {}
    try:
        with posting(form if form.is_bound else None):
            _ACTS[request.POST["do"]](by=person, grant=shown, **given)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
        return False
    messages.success(request, _("Your answer is noted."))
    return True


def _onward(person: Person, shown: Grant) -> str:
    """Back to its page, while the person still has one."""
    after = grant_for(person, shown.pk)
    stays = any(_may(person, after).values()) or my_part(person, after) is not None
    return after.page if stays else reverse("ideas:rounds")


_ACTS: dict[str, Callable[..., None]] = {
    "answer": actions.answer_publicity,
    "sign": actions.sign_grant,
    "decline": actions.decline_grant,
    "revoke": actions.revoke_grant,
}


@require_GET
def awards_of(request: HttpRequest, handle: str) -> HttpResponse:
    """What a colleague has won and shows, as far as the reader may see it."""
    person = person_of(request)
    try:
        winner = person_for(person, handle)
    except Person.DoesNotExist:
        raise Http404 from None
    context = {"winner": winner, "grants": awards_won_by(person, winner), "is_mine": winner.pk == person.pk}
    return page_or_part(request, "ideas/awards_of.html", "ideas/_awards_of.html", context)
