"""Sentences from the rules: shown where it matters, put away for a while, and chosen by those who write the rules."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from network.core.http import back, is_partial, see_other
from network.policy.actions.snippets import keep_snippet, switch_snippet
from network.policy.context import HINTS_AWAY
from network.policy.forms.snippets import SnippetForm
from network.policy.queries.snippets import with_sections
from network.policy.views.places import editor_of


@require_POST
def hint_away(request: HttpRequest) -> HttpResponse:
    """No such sentences until the next sign-in."""
    request.session[HINTS_AWAY] = True
    return HttpResponse() if is_partial(request) else back(request, "/")


@require_GET
def snippets(request: HttpRequest) -> HttpResponse:
    """All of them, those whose section is gone marked."""
    editor_of(request)
    return render(request, "policy/snippets.html", {"snippets": with_sections()})


@require_http_methods(["GET", "POST"])
def snippet_edit(request: HttpRequest, pk: int = 0) -> HttpResponse:
    """A new sentence, or another wording, context or section of one."""
    person = editor_of(request)
    shown = get_object_or_404(with_sections(), pk=pk) if pk else None
    form = SnippetForm(request.POST if request.method == "POST" else None, snippet=shown)
    if request.method == "POST" and form.is_valid():
        keep_snippet(by=person, plan=form.plan(), snippet=shown)
        messages.success(request, _("Saved."))
        return see_other(request, reverse("policy:snippets"))
    return render(
        request, "policy/snippet_edit.html", {"form": form, "snippet": shown}, status=422 if form.errors else 200
    )


@require_POST
def snippet_switch(request: HttpRequest, pk: int) -> HttpResponse:
    """Puts it away, or shows it again."""
    person = editor_of(request)
    switch_snippet(by=person, snippet=get_object_or_404(with_sections(), pk=pk), on=request.POST.get("on") == "1")
    return see_other(request, reverse("policy:snippets"))
