"""Who else there is on the idea board, and ideas as far on their way as a test wants them."""

from collections.abc import Callable
from types import SimpleNamespace

import pytest

from ideas.models import Campaign, Idea
from ideas.states import State
from network.groups.models import Group
from profiles.models import Person, Role
from tests import factories
from tests.ideas.staged import idea_at
from tests.live.conftest import everybody, page_of, quick_tail, wire  # noqa: F401


@pytest.fixture
def siv(db: None) -> Person:
    """Takes ideas in: has the role of idea owner."""
    person = factories.PersonFactory(handle="siv", name="Siv Solem")
    Role.objects.create(person=person, kind=Role.Kind.IDEA_OWNER, starts_on="2020-01-01")
    return person


@pytest.fixture
def odd(db: None) -> Person:
    """Answers for an idea."""
    return factories.PersonFactory(handle="odd", name="Odd Olsen")


@pytest.fixture
def dag(db: None) -> Person:
    """Carries an idea out."""
    return factories.PersonFactory(handle="dag", name="Dag Dahl")


@pytest.fixture
def cast(ann: Person, siv: Person, odd: Person, dag: Person) -> SimpleNamespace:
    """Those who take an idea through its states."""
    return SimpleNamespace(ann=ann, siv=siv, odd=odd, dag=dag)


@pytest.fixture
def at(cast: SimpleNamespace) -> Callable[..., Idea]:
    """An idea of ann's that stands in the state, brought there by moves that the table allows."""

    def made(state: State, campaign: Campaign | None = None, title: str = "Lån en bil fra nabodepotet") -> Idea:
        return idea_at(state, cast, campaign, title)

    return made


@pytest.fixture
def places(mona: Person, open_group: Group, closed_group: Group, secret_group: Group) -> dict[str, Campaign]:
    """A campaign for everyone and one in each kind of group; mona, who hosts them, answers for all."""
    groups = {"everyone": None, "open": open_group, "closed": closed_group, "secret": secret_group}
    return {
        name: Campaign.objects.create(slug=f"hos-{name}", title=f"Kampanje {name}", group=group, owner=mona)
        for name, group in groups.items()
    }
