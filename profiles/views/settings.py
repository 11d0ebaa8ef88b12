"""What a person decides about their profile, their pages and where they are signed in."""

from django.conf import settings as site
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST

from network.core.http import see_other
from network.core.images import NotAPicture
from profiles import actions
from profiles.access import roles_of
from profiles.forms import AppearanceForm, LanguageForm, PhotoForm, ProfileForm, SwitchForm
from profiles.languages import language_names
from profiles.models import Role
from profiles.sessions import person_of

A_YEAR = 365 * 24 * 3600


def _back(request: HttpRequest, otherwise: str) -> str:
    """The page that the form names, if it is one of ours."""
    url = request.POST.get("next", "")
    return url if url_has_allowed_host_and_scheme(url, allowed_hosts=None) else otherwise


def settings(request: HttpRequest) -> HttpResponse:
    """Everything that can be set, on one page."""
    person = person_of(request)
    held = roles_of(person)
    context = {
        "a_week": site.QUESTIONS_A_WEEK, "handles_reports": bool(held & Role.Kind.handlers()),
        "keeps_identities": Role.Kind.CUSTODIAN in held, "advises_staff": Role.Kind.HR_ADVISER in held,
    }  # fmt: skip
    return render(request, "profiles/settings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest) -> HttpResponse:
    """The profile's words."""
    person = person_of(request)
    form = ProfileForm(person, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        with form.posting():
            actions.edit_profile(person=person, changes=form.changes())
        return see_other(request, person.get_absolute_url())
    context = {"form": form, "languages": language_names()}
    return render(request, "profiles/edit.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit_photo(request: HttpRequest) -> HttpResponse:
    """A new photo; a file that is no picture is refused with a sentence beside the field."""
    form = PhotoForm()
    if request.method == "POST":
        form = PhotoForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                actions.change_photo(person=person_of(request), upload=form.cleaned_data["photo"])
            except NotAPicture as refusal:
                form.add_error("photo", str(refusal.sentence))
            else:
                return see_other(request, request.path)
    return render(request, "profiles/edit_photo.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
def remove_photo(request: HttpRequest) -> HttpResponse:
    """Back to initials."""
    actions.remove_photo(person=person_of(request))
    return see_other(request, _back(request, "/settings/photo/"))


@require_POST
def appearance(request: HttpRequest) -> HttpResponse:
    """Theme, contrast and shortcuts, as far as they were sent."""
    form = AppearanceForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    actions.set_appearance(person=person_of(request), **form.choices())
    return see_other(request, _back(request, "/settings/"))


@require_POST
def questions(request: HttpRequest) -> HttpResponse:
    """value=1: colleagues may ask the person about what they know; value=0: they may not."""
    form = SwitchForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    actions.set_takes_questions(person=person_of(request), on=form.cleaned_data["value"])
    return see_other(request, "/settings/")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """The person's language, or before sign-in a cookie with it."""
    form = LanguageForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    answer = see_other(request, _back(request, "/"))
    if request.user.is_authenticated:
        actions.set_language(person=person_of(request), language=form.cleaned_data["language"])
    answer.set_cookie(
        site.LANGUAGE_COOKIE_NAME,
        form.cleaned_data["language"],
        max_age=A_YEAR,
        secure=site.SECURE,
        httponly=True,
        samesite="Lax",
    )
    return answer


@require_POST
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Signs out in one other place."""
    actions.end_session(person=person_of(request), pk=pk)
    return see_other(request, "/account/sessions/")
