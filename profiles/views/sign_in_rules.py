"""The administrator's page of sign-in, and the page on which people get the second step that it asks for."""

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from network.core.http import is_unfinished, see_other
from profiles import queries
from profiles.actions.sign_in import decide_sign_in
from profiles.forms.sign_in_rules import SignInRulesForm
from profiles.models import SignInRules
from profiles.sessions import administrator_of


@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_rules(request: HttpRequest) -> HttpResponse:
    """What counts as signing in; a fault is said beside its field and nothing is changed."""
    person = administrator_of(request)
    rules = queries.sign_in_rules()
    form = SignInRulesForm(request.POST if request.method == "POST" else None, rules, queries.can_break_glass())
    if form.is_bound and form.is_valid():
        try:
            decide_sign_in(by=person, decided=form.decided())
        except ValidationError as faults:
            form.add_error(None, faults)
        else:
            return see_other(request, reverse("profiles:sign_in_rules"))
    asked = SignInRules.Asked
    context = {
        "form": form,
        "rules": rules,
        "providers": queries.providers(),
        "administrators": queries.without_second_step(asked.ADMINISTRATORS).count(),
        "everybody": queries.without_second_step(asked.EVERYBODY).count(),
    }
    return render(request, "profiles/sign_in_rules.html", context, status=422 if form.is_bound else 200)


def second_step(request: HttpRequest) -> HttpResponse:
    """What is still missing before anything else opens; for everybody else the page of their own second step."""
    if not is_unfinished(request):
        return redirect("mfa_index")
    return render(request, "profiles/second_step.html")
