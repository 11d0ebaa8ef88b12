"""The hall of fame, and the prizes that the payroll office pays."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from ideas import actions
from ideas.access import can_export_prizes
from ideas.forms import hall_wish_from
from ideas.models import Grant
from ideas.queries import Payout, hall_of_fame, payouts, prize_grant, prize_years, running_round, taken_out
from network.core.http import see_other
from network.core.pages import cursor_from
from network.core.sheets import Value, csv_lines
from profiles.sessions import person_of


@require_GET
def hall(request: HttpRequest) -> HttpResponse:
    """What was won, year by year and round by round."""
    wish = hall_wish_from(request.GET)
    context = {"hall": hall_of_fame(person_of(request), wish), "wish": wish, "running": running_round()}
    return render(request, "ideas/hall_of_fame.html", context)


@require_GET
def prizes(request: HttpRequest) -> HttpResponse:
    """Who gets which prize of a year; who keeps no awards finds no such page."""
    if not can_export_prizes(person_of(request)):
        raise Http404
    years = prize_years()
    year = cursor_from(request.GET.get("year"))
    year = year if year in years else next(iter(years), localdate().year)
    context = {"year": year, "years": years, "rows": payouts(year), "taken_out": taken_out(year)}
    return render(request, "ideas/prizes.html", context)


@require_POST
def prize_export(request: HttpRequest) -> HttpResponse:
    """The list for the payroll office as a sheet; taking it out is noted."""
    year = cursor_from(request.POST.get("year")) or localdate().year
    if not can_export_prizes(person_of(request)) or year > date.max.year:
        raise Http404
    rows = actions.export_prizes(by=person_of(request), year=year)
    answer = HttpResponse(
        b"".join(csv_lines(_headings(), map(_line, rows), delimiter=";")), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="prizes-{year}.csv"'
    return answer


def _headings() -> list[str]:
    return [
        _("Name"), _("Employee number"), _("Award"), _("Idea"), _("Prize"), _("Kind"), _("Value in kroner"), _("Tax"),
        _("Announced on"), _("Handed over on"),
    ]  # fmt: skip


def _line(row: Payout) -> list[Value]:
    prize = row.grant.category.prize if row.grant.category else None
    days = [moment and localdate(moment).isoformat() for moment in (row.grant.announced_at, row.given_at)]
    value = number_format(row.value, 2, force_grouping=False)
    told = [prize.title, prize.get_kind_display()] if prize else ["", ""]
    return [row.person.name, row.number, row.grant.title, row.grant.idea.title, *told, value, row.note, *days]


@require_POST
def prize_given(request: HttpRequest, grant_id: int) -> HttpResponse:
    """Notes that a prize was handed over, or that it was not after all."""
    person = person_of(request)
    if not can_export_prizes(person):
        raise Http404
    try:
        actions.hand_over_prize(by=person, grant=prize_grant(grant_id), on=request.POST.get("on") == "1")
    except Grant.DoesNotExist:
        raise Http404 from None
    return see_other(request, f"{reverse('ideas:prizes')}?year={cursor_from(request.POST.get('year')) or ''}")
