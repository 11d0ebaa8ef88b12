"""Rounds of awards as everybody sees them: the list, one round, putting forward, everybody's vote."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from ideas import actions
from ideas.access import can_export_prizes
from ideas.forms import NominateForm
from ideas.models import AwardRound, Category, Nomination
from ideas.queries import category_in, nomination_in, round_for, round_page, rounds_on_page
from network.core.access import Refused
from network.core.http import see_other
from network.core.limits import at_most
from network.core.pages import cursor_from
from network.notifications.actions import mark_read
from profiles.models import Person
from profiles.sessions import person_of


def _round(person: Person, slug: str) -> AwardRound:
    """Refused and missing look the same."""
    try:
        return round_for(person, slug)
    except AwardRound.DoesNotExist:
        raise Http404 from None


@require_GET
def rounds(request: HttpRequest) -> HttpResponse:
    """Rounds of awards, the open ones first."""
    person = person_of(request)
    context = {"rounds": rounds_on_page(person), "can_export": can_export_prizes(person)}
    return render(request, "ideas/rounds.html", context)


@require_GET
def round(request: HttpRequest, slug: str) -> HttpResponse:  # noqa: A001
    """What is awarded, who is nominated and who won; opening the page reads the news about it."""
    person = person_of(request)
    page = round_page(person, _round(person, slug))
    if person.unread_count:
        for section in page.sections:
            for entry in section.entries:
                if entry.is_own or entry.is_mine:
                    mark_read(by=person, subject=f"nomination:{entry.nomination.pk}")
        person.refresh_from_db(fields=["unread_count"])
    return render(request, "ideas/round.html", {"page": page, "round": page.round})


@require_http_methods(["GET", "POST"])
def nominate(request: HttpRequest, slug: str) -> HttpResponse:
    """Puts an idea forward for one of the round's awards."""
    person = person_of(request)
    shown = _round(person, slug)
    wanted = {name: request.GET.get(name, "")[:200] for name in ("idea", "category")}
    form = NominateForm(person, shown, request.POST if request.method == "POST" else None, initial=wanted)
    if not form.categories:
        raise Http404
    if request.method == "POST" and form.is_valid() and form.chosen is not None:
        given, category = form.cleaned_data, form.categories[form.cleaned_data["category"]]
        try:
            with form.posting():
                actions.nominate(
                    by=person, category=category, idea=form.chosen, motivation=given["motivation"], key=given["key"]
                )
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            messages.success(request, _("The idea is put forward."))
            return see_other(request, shown.get_absolute_url())
    return render(request, "ideas/nominate.html", {"form": form, "round": shown}, status=422 if form.errors else 200)


@require_POST
def nomination_withdraw(request: HttpRequest, slug: str, nomination_id: int) -> HttpResponse:
    """Takes back what one put forward."""
    person = person_of(request)
    shown = _round(person, slug)
    try:
        actions.withdraw_nomination(by=person, nomination=nomination_in(person, shown, nomination_id))
        messages.success(request, _("Your nomination is taken back."))
    except Nomination.DoesNotExist:
        raise Http404 from None
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    return see_other(request, shown.get_absolute_url())


@require_POST
@at_most("reaction")
def peoples_vote(request: HttpRequest, slug: str, category_id: int) -> HttpResponse:
    """Gives, moves or takes back one's only vote in a category."""
    person = person_of(request)
    shown = _round(person, slug)
    number = cursor_from(request.POST.get("nomination"))
    try:
        category = category_in(shown, category_id)
        chosen = nomination_in(person, shown, number) if number is not None else None
        actions.set_peoples_vote(by=person, category=category, nomination=chosen)
    except (Category.DoesNotExist, Nomination.DoesNotExist):
        raise Http404 from None
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    return see_other(request, f"{reverse('ideas:round', args=[shown.slug])}#category-{category_id}")
