"""At most one version of a document counts at any moment (A02, P2), whoever asks the database for another."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from network.core.clock import now
from network.policy.models import Version
from network.policy.states import State
from tests.policy.adopted import document_of, version_at
from tests.policy.moved import fresh

pytestmark = pytest.mark.django_db


def refused(statement: str, *values: object) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_a02_what_counts_has_no_end_so_that_nothing_begins_beside_it() -> None:
    """With an end and still in force it would be past for the one rule and count for the other."""
    old, new = version_at(State.IN_FORCE), version_at(State.SCHEDULED)
    refused("UPDATE policy_version SET superseded_at = clock_timestamp() + interval '1 second' WHERE id = %s", old.pk)
    assert fresh(old).superseded_at is None
    assert fresh(new).state == State.SCHEDULED


def test_a02_what_counts_no_more_has_its_end() -> None:
    version = version_at(State.IN_FORCE)
    refused("UPDATE policy_version SET state = 'superseded' WHERE id = %s", version.pk)


@pytest.mark.parametrize("seconds", [0, -1])
def test_a02_a_version_counts_for_some_time(seconds: int) -> None:
    """A time without length would lie beside every other."""
    version = version_at(State.IN_FORCE)
    end = fresh(version).in_force_at + timedelta(seconds=seconds)
    refused("UPDATE policy_version SET state = 'superseded', superseded_at = %s WHERE id = %s", end, version.pk)


def test_a02_nothing_counts_without_a_moment_from_which_it_does() -> None:
    version = version_at(State.SCHEDULED)
    refused("UPDATE policy_version SET state = 'in-force' WHERE id = %s", version.pk)


@pytest.mark.parametrize("state", [state for state in State if state != State.DRAFT])
def test_a02_a_version_begins_as_a_draft(state: State) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Version.objects.create(
            document=document_of(), number=1, state=state, in_force_at=now(),
            superseded_at=now() + timedelta(days=1) if state == State.SUPERSEDED else None,
        )  # fmt: skip
