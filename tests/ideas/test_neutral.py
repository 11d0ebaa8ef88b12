"""What is broadcast about ideas renders to the same bytes for everybody, and holds nothing of one session."""

import pytest
from django.utils import translation

from ideas.actions import set_vote
from network.live import contract
from tests.factories import idea_of

pytestmark = [pytest.mark.django_db, pytest.mark.wide]


@pytest.fixture
def wanted(ann, ben):
    """An idea of ann's that ben wants."""
    idea = idea_of(ann)
    set_vote(by=ben, idea=idea, on=True)
    return idea


def rendered(name, pk, language="nb"):
    with translation.override(language):
        return contract.fragment(name).render([pk]).get(pk, "")


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("name", ["idea", "idea-row", "support"])
def test_a_fragment_is_the_same_bytes_whoever_asked_last(wanted, client_of, ann, ben, name, language):
    client_of(ann).get(f"/ideas/{wanted.pk}/")
    for_ann = rendered(name, wanted.pk, language)
    client_of(ben).get("/ideas/")
    assert for_ann == rendered(name, wanted.pk, language)
    assert f'data-reaction="idea:{wanted.pk}" aria-pressed="false"' in for_ann


@pytest.mark.parametrize("name", ["idea", "idea-row", "support"])
def test_a_fragment_is_one_element_with_the_id_that_frames_name_and_no_token(wanted, name):
    html = rendered(name, wanted.pk)
    assert f'id="{contract.fragment(name).dom_id.format(wanted.pk)}"' in html
    assert "csrf" not in html.lower()


def test_the_page_presses_the_viewers_own_vote_and_nobody_elses(wanted, client_of, ben, cleo):
    pressed = f'data-reaction="idea:{wanted.pk}" aria-pressed="true" value="0"'
    for address in ("/ideas/", "/ideas/?view=list", f"/ideas/{wanted.pk}/"):
        assert pressed in client_of(ben).get(address).text
        assert pressed not in client_of(cleo).get(address).text
