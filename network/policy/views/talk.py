"""What everybody sees of how the rules are made: the consultation, what came of it, and the representatives' page."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from network.core.access import Refused
from network.core.http import see_other
from network.policy.access import can_see_version
from network.policy.access.consultations import can_remark
from network.policy.access.drafts import can_see_drafts
from network.policy.access.sign_offs import can_sign
from network.policy.actions import consulting, signing
from network.policy.forms.talk import RemarkForm, ReplyForm, SignOffForm
from network.policy.models import SignOffRequest
from network.policy.queries.consultations import (
    Page,
    answered_of,
    consultation_page,
    consulted_version,
    document_named,
    remark_of_version,
)
from network.policy.queries.desk import rewordings
from network.policy.queries.sign_offs import asked_of, version_to_sign
from network.policy.queries.texts import written
from network.policy.views.places import fetched, tried
from network.policy.words import language_of_page
from profiles.models import Person
from profiles.sessions import person_of


def _choices(page: Page, language: str) -> list[tuple[str, str]]:
    return [
        (str(part.written.section.pk), part.written.texts[language].heading)
        for part in page.parts
        if language in part.written.texts
    ]


def language_shown(page: Page) -> str:
    """The reader's, if the draft is written in it; else the one that counts."""
    wanted = language_of_page()
    has_it = any(wanted in part.written.texts for part in page.parts)
    return wanted if has_it else page.version.document.language


@require_http_methods(["GET", "POST"])
def consultation(request: HttpRequest, slug: str) -> HttpResponse:
    """The draft, what people say of it, and a form to say something oneself."""
    person, version = person_of(request), fetched(consulted_version, slug)
    page = consultation_page(person, version)
    language = language_shown(page)
    initial = {"part": request.GET.get("part", "")}
    form = RemarkForm(_choices(page, language), request.POST if request.method == "POST" else None, initial=initial)
    keys = {str(part.written.section.pk): part.written.key for part in page.parts}
    if request.method == "POST" and tried(
        form,
        lambda: consulting.make_remark(
            by=person, version=version, key=keys[form.cleaned_data["part"]], language=language, said=form.said()
        ),
        "quote" if can_remark(person, version) else None,
    ):
        messages.success(request, _("Thank you. Everybody who proposes something gets an answer."))
        return see_other(request, reverse("policy:consultation", args=[slug]) + "#remarks")
    context = {"page": page, "version": version, "form": form, "language": language, "me": person}
    context |= {"writes": can_see_drafts(person), "shown": [(p, p.written.texts.get(language)) for p in page.parts]}
    return render(request, "policy/consultation.html", context, status=422 if form.errors else 200)


@require_POST
def remark(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """An answer under a remark, or its author takes it back."""
    person, version = person_of(request), fetched(consulted_version, slug)
    found = fetched(remark_of_version, version, pk)
    form = ReplyForm(request.POST)
    form.away = found.get_absolute_url()
    try:
        if request.POST.get("do") == "withdraw":
            consulting.withdraw_remark(by=person, remark=found)
        elif form.is_valid():
            with form.posting():
                consulting.reply_to_remark(by=person, remark=found, text=form.cleaned_data["text"])
        else:
            context = {"form": form, "version": version, "title": _("Your answer"), "back": form.away}
            return render(request, "policy/step.html", context, status=422)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    return see_other(request, found.get_absolute_url())


@require_GET
def said_and_done(request: HttpRequest, slug: str) -> HttpResponse:
    """You said – we did."""
    person, document = person_of(request), fetched(document_named, slug)
    found = [(version, rows) for version, rows in answered_of(document) if can_see_version(person, version)]
    return render(request, "policy/said_and_done.html", {"document": document, "versions": found})


@require_http_methods(["GET", "POST"])
def sign_off(request: HttpRequest, slug: str) -> HttpResponse:
    """The finished text beside what counts; whoever was asked answers, and everybody sees what they said."""
    person, version = person_of(request), fetched(version_to_sign, slug)
    asked = asked_of(version)
    mine = {one.request.mandate_id: one.request for one in asked if not one.said and can_sign(person, one.request)}
    initial = {"digest": version.content_hash, "mandate": next(iter(mine), "")}
    form = SignOffForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST":
        if not mine:
            raise Http404
        if tried(form, lambda: _sign(person, mine, form)):
            messages.success(request, _("Thank you. Your answer stands beside the rules."))
            return see_other(request, reverse("policy:sign_off", args=[slug]))
    context = {"version": version, "asked": asked, "form": form if mine else None, "sections": written(version)}
    context |= {"rewordings": rewordings(version), "mine": mine, "document": version.document}
    return render(request, "policy/sign_off.html", context, status=422 if form.errors else 200)


def _sign(person: Person, mine: dict[int, SignOffRequest], form: SignOffForm) -> None:
    given = form.cleaned_data
    request = mine.get(given["mandate"])
    if request is None:
        raise Refused(signing.NOT_ASKED)
    signing.sign_off(
        by=person, request=request, digest=given["digest"], outcome=given["outcome"], remarks=given["remarks"]
    )
