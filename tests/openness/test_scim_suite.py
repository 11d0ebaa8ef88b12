"""The published suite for SCIM servers (scim2-tester), run against the whole product: every check, and what it says."""

from collections import Counter
from typing import Any

import pytest

from network.core.later import Later
from network.wsgi import application
from profiles.models import Person
from tests.openness.directories import directory

wsgi = Later("scim2_client.engines.wsgi")  # seconds, which every worker would wait for
scim2_tester = Later("scim2_tester")
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
SKIPPED = "searching several resource types at once is not supported"  # POST /.search: 501, as RFC 7644 allows


def test_every_check_of_the_published_suite_passes(ada: Person, capsys: pytest.CaptureFixture[str]) -> None:
    key = directory(ada).key
    client = wsgi.WSGISCIMClient(
        application, base_url="http://testserver/scim/v2", headers={"Authorization": f"Bearer {key}"}
    )
    results = scim2_tester.check_server(client)
    with capsys.disabled():
        print(report(results))
    status: Any = scim2_tester.Status.load()
    faulty = [result for result in results if result.status not in (status.SUCCESS, status.COMPLIANT, status.SKIPPED)]
    assert [f"{result.title}: {result.reason}" for result in faulty] == []
    assert all(SKIPPED in str(result.reason) for result in results if result.status == status.SKIPPED)
    assert len(results) > 50


def report(results: list) -> str:
    """A line a check: how often it was made, and how it went."""
    kinds = sorted({status for result in results for status in [result.status]}, key=lambda status: status.value)
    counted = Counter((result.title, result.resource_type or "", result.status) for result in results)
    lines = [f"\n{'check':<40} {'of':<6} " + " ".join(f"{kind.name.lower():>10}" for kind in kinds)]
    for title, of in dict.fromkeys((title, of) for title, of, _status in counted):
        figures = " ".join(f"{counted[title, of, kind] or '':>10}" for kind in kinds)
        lines.append(f"{title:<40} {of:<6} {figures}")
    totals = Counter(result.status for result in results)
    lines.append(f"{'all':<47} " + " ".join(f"{totals[kind]:>10}" for kind in kinds))
    return "\n".join(lines)
