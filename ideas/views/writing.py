"""Writing an idea: the form, its draft, changing and throwing away, co-authors."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ideas import actions
from ideas.access import can_ask_co_author, can_delete_draft, can_edit_idea, can_see_idea
from ideas.forms import NewForm, PersonForm, ProposalForm
from ideas.models import Idea, IdeaAuthor
from ideas.queries import (
    Alike,
    asked_authors,
    campaigns_to_send_to,
    draft_begun,
    files_of,
    part_of,
    revisions,
    sent_before,
    similar_to,
)
from ideas.states import State
from ideas.views.places import idea_or_404, say
from network.conversations.actions import Limited
from network.conversations.files import Changes
from network.conversations.views.files import NOTHING_SENT, Sent, sent_files
from network.core.access import Refused, noted, require
from network.core.clock import add_working_days
from network.core.http import is_partial, page_or_part, see_other
from network.core.limits import TOO_MUCH, too_often, wait_for
from network.core.pages import cursor_from
from network.core.text import guess_language
from profiles.models import Person
from profiles.sessions import person_of

ENOUGH_WORDS = 3


@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form: sends the idea in, or keeps the draft, by the button that was pressed."""
    person = person_of(request)
    form = _form(request, person)
    if request.method == "GET":
        return _page(request, form)
    if request.POST.get("do") == "draft":
        return draft(request)
    if earlier := sent_before(person, form.sent_key):
        return see_other(request, earlier.get_absolute_url())
    sent = sent_files(request, person)
    form.beside(sent.texts())
    if not form.is_valid() or sent.refused:
        return _page(request, form, sent, status=422)
    alike = _alike(person, form)
    if "asked" not in request.POST and any(one.is_asked_about for one in alike):  # once; it never stops anybody
        return _page(request, form, sent, alike=alike)
    if seconds := wait_for(request, "post"):
        form.add_error("title", TOO_MUCH)
        return too_often(_page(request, form, sent, status=429), seconds)
    try:
        made = _send(person, form, sent.changes(), alike)
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
        return _page(request, form, sent, status=422)
    messages.success(request, _("Thank you. Your idea is on the board."))
    return see_other(request, made.get_absolute_url())


def _send(person: Person, form: NewForm, files: Changes, alike: Sequence[Alike]) -> Idea:
    """The idea that was sent in; and what its writer said of those that resemble it."""
    words, campaign = form.words(), form.chosen
    if campaign is None:
        raise Http404
    draft, key = _draft(person, form), form.cleaned_data["key"]
    with form.posting():
        made = actions.submit_idea(by=person, campaign=campaign, words=words, draft=draft, key=key, files=files)
    for one in alike:
        if answer := form.judgement_on(one.idea):
            actions.record_judgement(by=person, idea=made, other=one.idea, score=one.score, answer=answer)
    return made


def _form(request: HttpRequest, person: Person) -> NewForm:
    actions.open_box()
    campaigns = campaigns_to_send_to(person)
    if request.method == "POST":
        return NewForm(campaigns, request.POST)
    initial: dict[str, Any] = {"campaign": request.GET.get("campaign", "")}
    number = cursor_from(request.GET.get("draft"))
    if number is not None:
        kept = idea_or_404(person, number)
        if kept.state != State.DRAFT or not can_edit_idea(person, kept):
            raise Http404
        initial = {name: getattr(kept, name) for name in actions.FIELDS}
        initial |= {"draft": kept.pk, "campaign": kept.campaign.slug}
    return NewForm(campaigns, initial=initial)


def _draft(person: Person, form: NewForm) -> Idea | None:
    """The draft that the form goes on with, if it is one of the person's."""
    number = cursor_from(str(form["draft"].value() or ""))
    if number is None:
        return draft_begun(person, form.sent_key)
    return Idea.objects.visible_to(person).by(person).filter(pk=number).first()


def _page(
    request: HttpRequest,
    form: NewForm,
    sent: Sent = NOTHING_SENT,
    status: int = 200,
    alike: Sequence[Alike] | None = None,
) -> HttpResponse:
    """`alike`: what the writer is asked about before it is sent; otherwise what resembles the words so far."""
    person = person_of(request)
    kept = _draft(person, form)
    context: dict[str, Any] = {"form": form, "draft": kept, **_promise(form)}
    context |= {"alike": _alike(person, form) if alike is None else alike, "is_asking": alike is not None}
    context |= {"files": sent.shown_on(files_of(kept)), **sent.as_shown()}
    if kept is not None:
        context["asked"] = asked_authors(kept)
    return render(request, "ideas/new.html", context, status=status)


@require_GET
def questions(request: HttpRequest) -> HttpResponse:
    """What the chosen campaign asks, and who answers by when; the form fetches it when another one is chosen."""
    form = _form(request, person_of(request))
    return page_or_part(request, "ideas/questions.html", "ideas/_questions.html", {"form": form, **_promise(form)})


def _promise(form: NewForm) -> dict[str, Any]:
    campaign = form.chosen
    due = add_working_days(localdate(), campaign.first_answer_days) if campaign else None
    return {"campaign": campaign, "due": due}


@require_POST
def similar(request: HttpRequest) -> HttpResponse:
    """What resembles the idea that is being written, as it is written."""
    person = person_of(request)
    form = _form(request, person)
    context = {"form": form, "alike": _alike(person, form)}
    return page_or_part(request, "ideas/similar.html", "ideas/_similar.html", context)


def _alike(person: Person, form: NewForm) -> list[Alike]:
    """Nothing before there are three words: fewer fit everything."""
    words = form.unfinished()
    if len(words.title.split()) + len(words.problem.split()) < ENOUGH_WORDS:
        return []
    language = guess_language(words.text, person.language)
    body = "\n".join((words.problem, words.proposal, words.benefit))
    return similar_to(person, words.title, body, language=language, besides=_draft(person, form))


@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Keeps what is being written; script sends it every few seconds and when the page is left."""
    person = person_of(request)
    form = _form(request, person)
    form.is_posted = False
    campaign, words, sent = form.chosen, form.unfinished(), sent_files(request, person)
    if campaign is None:
        raise Http404
    if not (sent.uploads or sent.refused or any(said.strip() for said in words.said())):
        return HttpResponse(status=204)
    files = sent.changes() if not is_partial(request) else replace(sent.changes(), removed=())  # only when one saves
    draft = _draft(person, form)
    kept = actions.keep_draft(by=person, campaign=campaign, words=words, draft=draft, key=form.sent_key, files=files)
    if is_partial(request):
        return HttpResponse(status=204)
    if sent.refused:
        return _page(request, form, sent._replace(uploads=[], removed=set()), status=422)
    messages.success(request, _("The draft is saved."))
    return see_other(request, f"{reverse('ideas:new')}?draft={kept.pk}")


@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, number: int) -> HttpResponse:
    """Its authors change what is sent in and not decided."""
    person = person_of(request)
    shown = idea_or_404(person, number)
    require(can_edit_idea(person, shown), actions.NOT_YOURS)
    if shown.state == State.DRAFT:
        return see_other(request, f"{reverse('ideas:new')}?draft={shown.pk}")
    initial = {name: getattr(shown, name) for name in actions.FIELDS}
    form = ProposalForm(request.POST if request.method == "POST" else None, initial=initial, idea=shown)
    sent = sent_files(request, person) if request.method == "POST" else NOTHING_SENT
    form.beside(sent.texts())
    if request.method == "POST" and form.is_valid() and not sent.refused:
        with noted(form, Limited), form.posting():
            actions.edit_idea(by=person, idea=shown, words=form.words(), files=sent.changes())
        if not form.errors:
            messages.success(request, _("The idea is changed. What it said before stays readable."))
            return see_other(request, shown.get_absolute_url())
    context = {"form": form, "idea": shown, "before": shown.revisions.exists()}
    context |= {"files": sent.shown_on(files_of(shown)), **sent.as_shown()}
    return render(request, "ideas/edit.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def delete(request: HttpRequest, number: int) -> HttpResponse:
    """Throws a draft away, after asking."""
    person = person_of(request)
    shown = idea_or_404(person, number)
    require(can_delete_draft(person, shown), actions.NOT_YOURS)
    if request.method == "POST":
        actions.delete_draft(by=person, idea=shown)
        messages.success(request, _("The draft is gone."))
        return see_other(request, reverse("ideas:mine"))
    return render(request, "ideas/delete.html", {"idea": shown})


@require_GET
def history(request: HttpRequest, number: int) -> HttpResponse:
    """What the idea said before, for whoever reads it."""
    shown = idea_or_404(person_of(request), number)
    return render(request, "ideas/history.html", {"idea": shown, "revisions": revisions(shown)})


@require_http_methods(["GET", "POST"])
def authors(request: HttpRequest, number: int) -> HttpResponse:
    """The lead asks a colleague to be co-author, takes the question back, or hands the lead over."""
    person = person_of(request)
    shown = idea_or_404(person, number)
    require(can_ask_co_author(person, shown), actions.NOT_LEAD)
    form = PersonForm(request.POST if request.POST.get("do") == "ask" else None)
    if request.method == "POST":
        named = form.chosen() if form.is_bound else _author(shown, request.POST.get("person", ""))
        if named is not None:
            try:
                _ACTS[request.POST.get("do", "")](by=person, idea=shown, person=named)
                return see_other(request, reverse("ideas:authors", args=[shown.pk]))
            except KeyError:
                raise Http404 from None
            except Refused as refusal:
                say(request, form, refusal)
    context = {"idea": shown, "form": form, "standing": shown.authors.standing().select_related("person__department")}
    context |= {"asked": asked_authors(shown)}
    return render(request, "ideas/authors.html", context, status=422 if form.errors else 200)


_ACTS = {"ask": actions.ask_co_author, "take-back": actions.take_back_request, "lead": actions.hand_over_lead}


def _author(idea: Idea, handle: str) -> Person | None:
    part = idea.authors.filter(person__handle=handle).select_related("person").first()
    return part.person if part else None


@require_http_methods(["GET", "POST"])
def part(request: HttpRequest, number: int) -> HttpResponse:
    """Whoever is asked to be co-author reads it and says yes or no; a co-author may leave."""
    person = person_of(request)
    shown = idea_or_404(person, number)
    mine = part_of(person, shown)
    if mine is None or mine.state not in (IdeaAuthor.State.INVITED, IdeaAuthor.State.ACCEPTED):
        raise Http404
    if request.method == "POST":
        if request.POST.get("do") == "leave":
            actions.leave_idea(by=person, idea=shown)
        else:
            actions.answer_co_author(by=person, idea=shown, yes=request.POST.get("do") == "yes")
        messages.success(request, _("Your answer is noted."))
        stays = can_see_idea(person, shown)
        return see_other(request, shown.get_absolute_url() if stays else reverse("ideas:mine"))
    return render(request, "ideas/part.html", {"idea": shown, "part": mine, "files": files_of(shown)})
