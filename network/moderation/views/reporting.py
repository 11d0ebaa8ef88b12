"""Reporting something, and one's own reports."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.forms.boundfield import BoundWidget
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from network.core.access import Refused
from network.core.clock import now
from network.core.http import page_or_part, see_other
from network.core.pages import cursor_from
from network.moderation.actions.reporting import report_content
from network.moderation.forms.reporting import EXPLAINED, ReportForm
from network.moderation.models import Report
from network.moderation.models.cases import Kind
from network.moderation.queries.content import Content, author_of, kind_in_words
from network.moderation.queries.mending import edit_url_of_file
from network.moderation.queries.reports import report_of, reports_of
from network.moderation.queries.stubs import files_of, reportable
from network.moderation.queries.ways import ways_out
from network.moderation.reasons import Reason, due
from network.policy.context import hint_on
from profiles.models import Person
from profiles.sessions import person_of

# What one does with one's own instead: the addresses, and what to call them.
OWN_WAYS: dict[Kind, Sequence[tuple[str, Promise]]] = {
    Kind.POST: (("feed:post_edit", _("Change what you wrote")), ("feed:post_delete", _("Delete it"))),
    Kind.COMMENT: (
        ("conversations:comment_edit", _("Change what you wrote")),
        ("conversations:comment_delete", _("Delete it")),
    ),
    Kind.IDEA: (("ideas:idea", _("Go to the idea")),),
}


class Choice(NamedTuple):
    """A reason to choose: its radio button, a line that explains it, and by when somebody looks and answers."""

    button: BoundWidget
    why: Promise
    look_by: datetime
    answer_by: datetime


@require_http_methods(["GET", "POST"])
def report(request: HttpRequest, what: str, number: int) -> HttpResponse:
    """Says what is wrong with something that one sees; one's own is changed instead."""
    person = person_of(request)
    content = reportable(person, what, number)
    if content is None:
        raise Http404
    if person.pk in content.authors:
        context = {"content": content, "kind": kind_in_words(content.kind), "ways": _own_ways(content)}
        return render(request, "moderation/report_own.html", context, status=200 if request.method == "GET" else 403)
    form = ReportForm(request.POST if request.method == "POST" else None)
    made = _made(person, content, form) if form.is_valid() else None
    if made is not None:
        return see_other(request, f"{reverse('moderation:reports')}?new={made.ref}")
    context = {"content": content, "kind": kind_in_words(content.kind), "form": form, "choices": _choices(form)}
    context["files"] = files_of(person, content)
    context |= {"author": author_of(content), "ways": ways_out(person, content.authors)}
    context["hint"] = hint_on(request, "report")
    return render(request, "moderation/report.html", context, status=422 if form.errors else 200)


@require_GET
def reports(request: HttpRequest) -> HttpResponse:
    """One's own reports, and the receipt of the one just made."""
    person = person_of(request)
    page = reports_of(person, cursor_from(request.GET.get("before")))
    context = {
        "reports": page.items,
        "next_url": f"?before={page.before}" if page.before else "",
        "receipt": report_of(person, request.GET["new"]) if "new" in request.GET else None,
    }
    return page_or_part(request, "moderation/reports.html", "moderation/_reports.html", context)


def _made(person: Person, content: Content, form: ReportForm) -> Report | None:
    """The report; None where the rule refused, and the form says why."""
    try:
        return report_content(
            by=person, kind=content.kind, pk=content.pk, words=form.words(), key=form.cleaned_data["key"]
        )
    except Refused as refusal:
        form.add_error("reason", str(refusal.sentence))
        return None


def _choices(form: ReportForm) -> list[Choice]:
    at = now()
    return [
        Choice(button, EXPLAINED[value], *due(value, at))
        for button, (value, _label) in zip(form["reason"], Reason.choices, strict=True)
    ]


def _own_ways(content: Content) -> list[tuple[str, Promise]]:
    if content.kind == Kind.PERSON:
        return [(reverse("profiles:edit"), _("Edit profile"))]
    if content.kind == Kind.FILE:
        return [(edit_url_of_file(content), _("Take it away where it hangs"))]
    return [(reverse(name, args=[content.pk]), words) for name, words in OWN_WAYS[content.kind]]
