import pytest

from network.feed.models import Post
from network.policy.models import Section
from network.policy.states import State
from profiles.models import Person
from tests.factories import post_of
from tests.policy.adopted import version_at


@pytest.fixture
def rule(db: None) -> Section:
    """A section of the house rules, in force before anything here is written."""
    return version_at(State.IN_FORCE).sections.get(slug="tone")


@pytest.fixture
def post(rule: Section, ann: Person) -> Post:
    """What ann wrote to everybody."""
    return post_of(ann, text="Du er en idiot.")
