"""The two ways in that are not allauth's: the demo's one click, and the first administrator."""

from allauth.account.utils import perform_login
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST

from profiles.actions import NewPerson, create_first_administrator
from profiles.forms import SetUpForm
from profiles.models import Person
from profiles.queries import demo_person, is_anybody_here


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Signs in as one of the named people of the demo; there is no such page on a real site."""
    if not settings.DEMO:
        raise Http404
    try:
        persona = demo_person(request.POST.get("handle", ""))
    except Person.DoesNotExist:
        raise Http404 from None
    return _let_in(request, persona)


@require_http_methods(["GET", "HEAD", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Makes the first administrator of an empty site; as soon as there is anybody, there is no such page."""
    if settings.DEMO or is_anybody_here():
        raise Http404
    form = SetUpForm(request.POST if request.method == "POST" else None)
    if not (form.is_bound and form.is_valid()):
        return render(request, "profiles/set_up.html", {"form": form}, status=422 if form.is_bound else 200)
    new = NewPerson(form.cleaned_data["name"], form.cleaned_data["email"], language=(get_language() or "nb")[:2])
    person = create_first_administrator(new, form.cleaned_data["password"])
    if person is None:
        raise Http404
    return _let_in(request, person)


def _let_in(request: HttpRequest, person: Person) -> HttpResponse:
    """As after a password: a new session id, the second step when there is one, and the page that was wanted."""
    answer: HttpResponse = perform_login(request, person, email_verification="none")
    return answer
