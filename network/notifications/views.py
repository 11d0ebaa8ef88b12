"""The inbox, the preferences, and the links in letters."""

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from network.core.http import is_partial, page_or_part, see_other
from network.notifications.access import unsubscriber
from network.notifications.actions import forget_unseen, mark_read, set_preferences, stop_letters
from network.notifications.forms import PreferencesForm
from network.notifications.models import DIGEST, Kind
from network.notifications.queries import Letter, channels_of, inbox_page, letter_for, letters_to
from profiles.models import Person
from profiles.sessions import person_of


@require_safe
def notifications(request: HttpRequest) -> HttpResponse:
    """The inbox, newest first; news about what the reader may no longer see goes as it is met."""
    person = person_of(request)
    inbox = inbox_page(person, request.GET.get("before"))
    if inbox.gone:
        forget_unseen(by=person, ids=inbox.gone)
        person.refresh_from_db(fields=["unread_count"])
    context = {"inbox": inbox, "next_url": f"?before={inbox.next}" if inbox.next else ""}
    return page_or_part(request, "notifications/notifications.html", "notifications/_letters.html", context)


@require_safe
def notification(request: HttpRequest, pk: int) -> HttpResponse:
    """The way from a row to its subject: everything about that subject is read then."""
    person = person_of(request)
    letter = _letter_or_404(person, pk)
    mark_read(by=person, subject=letter.news.subject)
    return see_other(request, letter.url)


@require_POST
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """One row is read."""
    person = person_of(request)
    _letter_or_404(person, pk)
    mark_read(by=person, ids=[pk])
    if is_partial(request):
        return render(request, "notifications/_notification.html", {"letter": _letter_or_404(person, pk)})
    return see_other(request, reverse("notifications:notifications"))


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Everything is read."""
    mark_read(by=person_of(request))
    messages.success(request, _("Everything is marked as read."))
    return see_other(request, reverse("notifications:notifications"))


@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """How one wants each kind of news."""
    person = person_of(request)
    form = PreferencesForm(channels_of(person), request.POST or None)
    if request.method == "POST" and form.is_valid():
        set_preferences(by=person, channels=form.channels())
        messages.success(request, _("Your choices are saved."))
        return see_other(request, reverse("notifications:preferences"))
    status = 422 if request.method == "POST" else 200
    return render(request, "notifications/preferences.html", {"form": form}, status=status)


@csrf_exempt  # mail programs post here without our cookie; the signed token is what authorises
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Stops one kind of letter for the address in the link, without sign-in and without signing anybody in."""
    found = unsubscriber(token)
    if found is None:
        raise Http404
    person, kind = found
    if request.method == "POST":
        stop_letters(by=person, kind=kind)
    label = _("The daily summary") if kind == DIGEST else Kind(kind).label
    context = {"label": label, "address": person.email, "done": request.method == "POST"}
    return render(request, "notifications/unsubscribe.html", context)


@require_safe
def demo_mail(request: HttpRequest) -> HttpResponse:
    """The demo's letters to oneself, as the local mail sink holds them."""
    if not settings.DEMO:
        raise Http404
    return render(request, "notifications/demo_mail.html", {"letters": letters_to(person_of(request).email)})


def _letter_or_404(person: Person, pk: int) -> Letter:
    letter = letter_for(person, pk)
    if letter is None:
        raise Http404
    return letter
