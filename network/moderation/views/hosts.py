"""The hosts' corner of a group: what is out of place there. For everybody else it is missing."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from network.core.access import Refused
from network.core.http import page_or_part, see_other
from network.core.pages import cursor_from
from network.core.warned import posting
from network.groups.models import Group
from network.moderation.access.hosts import groups_run_by, host_may_hide
from network.moderation.actions.hosts import answer_as_host, hide_as_host, pass_on
from network.moderation.forms.hosts import HostHideForm, HostStaysForm, HostWordForm
from network.moderation.models import Case
from network.moderation.queries.content import author_of, content_of
from network.moderation.queries.desk import rules_of
from network.moderation.queries.hosts import host_case, out_of_place
from profiles.models import Person
from profiles.sessions import person_of

FORMS: Mapping[str, type[HostWordForm | HostStaysForm | HostHideForm]] = {
    "word": HostWordForm, "stays": HostStaysForm, "hide": HostHideForm,
}  # fmt: skip


@require_GET
def group_reports(request: HttpRequest, slug: str) -> HttpResponse:
    """What waits for the hosts of this group."""
    person, group = _run_by(request, slug)
    page = out_of_place(person, group, cursor_from(request.GET.get("after")))
    context = {"group": group, "rows": page.items, "next_url": f"?after={page.before}" if page.before else ""}
    return page_or_part(request, "moderation/hosts.html", "moderation/_hosts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def group_report(request: HttpRequest, slug: str, ref: str) -> HttpResponse:
    """One of them, and what a host can do with it."""
    person, group = _run_by(request, slug)
    case = host_case(person, group, ref)
    if case is None:
        raise Http404
    sections = list(rules_of(case))
    wanted = request.POST.get("act", "")
    if wanted == "pass":
        return _tried(request, group, case, {}, lambda: pass_on(by=person, group=group, case=case))
    if wanted not in FORMS:
        return _page(request, group, case, {}, status=422 if wanted else 200)
    form = FORMS[wanted](sections, request.POST)
    if not form.is_valid():
        return _page(request, group, case, {wanted: form}, status=422)
    return _tried(request, group, case, {wanted: form}, lambda: _do(person, group, case, form))


def _run_by(request: HttpRequest, slug: str) -> tuple[Person, Group]:
    person = person_of(request)
    group = Group.objects.visible_to(person).filter(slug=slug).first()
    if group is None or group.pk not in groups_run_by(person):
        raise Http404
    return person, group


def _do(person: Person, group: Group, case: Case, form: HostWordForm | HostStaysForm | HostHideForm) -> None:
    with posting(form):
        if isinstance(form, HostHideForm):
            hide_as_host(by=person, group=group, case=case, plan=form.plan(), answers=form.answers())
        else:
            answer_as_host(by=person, group=group, case=case, plan=form.plan())


def _tried(
    request: HttpRequest, group: Group, case: Case, written: Mapping[str, forms.Form], act: Callable[[], object]
) -> HttpResponse:
    try:
        act()
    except Refused as refusal:
        for form in written.values():
            form.add_error(None, str(refusal.sentence))
        return _page(request, group, case, written, status=422)
    messages.success(request, _("Done. It does not wait for you any more."))
    return see_other(request, reverse("moderation:group_reports", args=[group.slug]))


def _page(
    request: HttpRequest, group: Group, case: Case, written: Mapping[str, forms.Form], status: int
) -> HttpResponse:
    content = content_of(case.kind, case.subject_id)
    sections = list(rules_of(case))
    fresh: dict[str, Any] = {name: written.get(name) or form(sections) for name, form in FORMS.items()}
    if content is None or not content.can_be_hidden or not host_may_hide(case):
        fresh.pop("hide")
    context = {"group": group, "case": case, "content": content, "author": author_of(content) if content else None}
    context |= fresh
    return render(request, "moderation/host_case.html", context, status=status)
