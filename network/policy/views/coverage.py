"""How far the house has come with a version."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from network.policy.access.knowing import can_see_departments
from network.policy.queries.coverage import coverage_of, version_of_coverage
from network.policy.queries.knowing import counting
from network.policy.queries.quiz import tallies_of
from profiles.sessions import person_of


@require_safe
def coverage(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole for everybody; departments for those who write the rules and for representatives. Never a name."""
    person, version = person_of(request), version_of_coverage(slug)
    if version is None:
        raise Http404
    sees_departments = can_see_departments(person)
    now_counting = counting(slug)
    context = {
        "version": version, "coverage": coverage_of(version), "sees_departments": sees_departments,
        "tallies": tallies_of(now_counting) if sees_departments and now_counting else [],
    }  # fmt: skip
    return render(request, "policy/coverage.html", context)
