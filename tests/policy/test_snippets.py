"""Sentences from the rules where they matter: at most one, only while the section counts (P10, A18), and put away for good."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from network.core.access import Refused
from network.policy.actions.snippets import SnippetPlan, keep_snippet, switch_snippet
from network.policy.models import Snippet
from network.policy.queries.snippets import ORDER, hint_for, leads_outside
from network.policy.states import State
from tests.policy.adopted import PRIVATE, TONE, document_of, version_at

pytestmark = pytest.mark.django_db

SAID = {"nb": "Spør før du legger ut bildet.", "en": "Ask before you post the picture."}


@pytest.fixture
def rules():
    return version_at(State.IN_FORCE, sections=(TONE, PRIVATE))


def snippet_of(version, context="photo", slug="tone", text=SAID, **more) -> Snippet:
    key = version.sections.get(slug=slug).key
    return Snippet.objects.create(document=version.document, key=key, context=context, text=text, **more)


def test_it_is_said_in_the_language_of_the_page_and_leads_to_its_section(rules) -> None:
    snippet_of(rules)
    for language, words in SAID.items():
        with translation.override(language):
            found = hint_for(["photo"])
        assert (found.text, found.url) == (words, "/policy/house-rules/#section-tone")
    assert hint_for(["mention"]) is None
    assert hint_for([]) is None


def test_at_most_one_is_shown_for_what_is_most_easily_done_wrong(rules) -> None:
    for context in ORDER:
        snippet_of(rules, context, text={"nb": context, "en": context})
    shown = [hint_for(ORDER[at:]).text for at in range(len(ORDER))]
    assert shown == list(ORDER)


def test_of_several_another_one_is_shown_each_day(rules, time_machine) -> None:
    for words in ("En.", "To.", "Tre."):
        snippet_of(rules, text={"nb": words, "en": words})
    seen = []
    for day in range(3):
        time_machine.move_to(timezone.now() + timedelta(days=day and 1), tick=False)
        seen.append(hint_for(["photo"]).text)
    assert sorted(seen) == ["En.", "To.", "Tre."]


def test_one_whose_section_does_not_count_any_more_is_not_shown_and_editors_see_why(client, rules, pia) -> None:
    snippet_of(rules, slug="private")
    assert hint_for(["photo"])
    version_at(State.IN_FORCE, sections=(TONE,))
    assert hint_for(["photo"]) is None
    client.force_login(pia)
    assert "Punktet gjelder ikke lenger" in client.get("/policy/snippets/").content.decode()


def test_one_that_is_put_away_is_not_shown(rules, pia) -> None:
    snippet = snippet_of(rules)
    switch_snippet(by=pia, snippet=snippet, on=False)
    assert hint_for(["photo"]) is None
    switch_snippet(by=pia, snippet=snippet, on=True)
    assert hint_for(["photo"])


@pytest.mark.parametrize("who", ["ann", "cleo", "mona", "mo", "tor", "ada", "gone"])
def test_only_policy_editors_choose_them(request, client, rules, who) -> None:
    person, kept = request.getfixturevalue(who), snippet_of(rules)
    plan = SnippetPlan(rules.document_id, kept.key, "photo", SAID)
    for act in (lambda: keep_snippet(by=person, plan=plan), lambda: switch_snippet(by=person, snippet=kept, on=False)):
        with pytest.raises(Refused):
            act()
    if who != "gone":
        client.force_login(person)
        for path in ("/policy/snippets/", "/policy/snippets/new/", f"/policy/snippets/{kept.pk}/"):
            assert client.get(path).status_code == 404


@pytest.mark.parametrize("words", ["", "x" * 141])
def test_a_sentence_is_short_and_there_in_both_languages(rules, pia, words) -> None:
    key = rules.sections.first().key
    for text in ({"nb": words, "en": "Ok."}, {"nb": "Ok.", "en": words}):
        with pytest.raises(Refused):
            keep_snippet(by=pia, plan=SnippetPlan(rules.document_id, key, "photo", text))
    assert not Snippet.objects.exists()


def test_a_sentence_is_from_a_section_that_counts(rules, pia) -> None:
    gone = rules.sections.get(slug="private").key
    version_at(State.IN_FORCE, sections=(TONE,))
    with pytest.raises(Refused):
        keep_snippet(by=pia, plan=SnippetPlan(rules.document_id, gone, "photo", SAID))


def test_an_editor_writes_one_and_changes_it(client, rules, pia) -> None:
    client.force_login(pia)
    section = f"{rules.document_id}:{rules.sections.get(slug='tone').key}"
    given = {"section": section, "context": "mention", **SAID}
    assert client.post("/policy/snippets/new/", {**given, "nb": ""}).status_code == 422
    assert client.post("/policy/snippets/new/", given).status_code == 303
    made = Snippet.objects.get()
    assert client.post(f"/policy/snippets/{made.pk}/", {**given, "nb": "Annet."}).status_code == 303
    assert Snippet.objects.get().text["nb"] == "Annet."
    client.post(f"/policy/snippets/{made.pk}/switch/", {"on": "0"})
    assert not Snippet.objects.get().is_active
    assert client.get("/policy/snippets/999999/").status_code == 404


def test_the_composer_says_the_one_that_fits_what_is_written(client, rules, ann, open_group, secret_group) -> None:
    for context in ("outside-link", "mention", "open-group"):
        snippet_of(rules, context, text={"nb": f"Om {context}.", "en": context})
    client.force_login(ann)

    def said(place: str, text: str) -> str:
        sent = {"place": place, "text": text, "kind": "update"}
        return client.post("/posts/audience/", sent, headers={"HX-Request": "true"}).content.decode()

    assert "Om open-group." in said("", "Hei")
    assert "Om open-group." in said(open_group.slug, "Hei")
    assert "Om " not in said(secret_group.slug, "Hei")
    assert "Om mention." in said(secret_group.slug, "Hei @ben")
    assert "Om outside-link." in said(secret_group.slug, "Se https://example.com/x, @ben")
    assert "Om open-group." in client.get("/posts/new/").content.decode()
    client.post("/policy/hint/away/", headers={"HX-Request": "true"})
    assert "Om open-group." not in said("", "Hei")
    assert "Om open-group." not in client.get("/posts/new/").content.decode()


def test_whoever_starts_a_group_is_told_too(client, rules, ann) -> None:
    snippet_of(rules, "group-creation")
    client.force_login(ann)
    assert SAID["nb"] in client.get("/groups/new/").content.decode()


@pytest.mark.parametrize(
    ("text", "outside"),
    [
        ("Se https://example.com/x", True), ("(http://example.com)", True), ("Se http://localhost:8000/ideas/", False),
        ("example.com", False), ("", False), ("HTTPS? nei", False),
    ],
)  # fmt: skip
def test_an_address_that_is_not_ours_leads_outside(settings, text: str, outside: bool) -> None:
    settings.ALLOWED_HOSTS = ["localhost"]
    assert leads_outside(text) is outside


def test_finding_one_costs_a_query_however_many_there_are(rules) -> None:
    for count in (1, 30):
        for _ in range(count):
            snippet_of(rules)
        with CaptureQueriesContext(connection) as asked:
            hint_for(["photo", "mention"])
        assert len(asked) == 1


def test_their_page_costs_the_same_however_many_there_are_and_of_however_many_documents(client, rules, pia) -> None:
    def cost() -> int:
        client.get("/policy/snippets/")
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/policy/snippets/").status_code == 200
        return len(asked)

    client.force_login(pia)
    snippet_of(rules)
    one = cost()
    for document in ("privacy", "social-media"):
        version = version_at(State.IN_FORCE, document_of(document), sections=(TONE, PRIVATE))
        for slug in ("tone", "private"):
            for _ in range(8):
                snippet_of(version, slug=slug)
    for _ in range(3):
        version_at(State.IN_FORCE, sections=(TONE, PRIVATE))
    assert cost() == one == 5


def test_choosing_a_section_costs_the_same_however_many_there_are(client, rules, pia) -> None:
    def cost() -> int:
        client.get("/policy/snippets/new/")
        with CaptureQueriesContext(connection) as asked:
            assert client.get("/policy/snippets/new/").status_code == 200
        return len(asked)

    client.force_login(pia)
    few = cost()
    many = [(f"s{n}", {"nb": (f"Punkt {n}", "Kort.", "")}) for n in range(15)]
    for document in ("privacy", "social-media", "house-rules"):
        version_at(State.IN_FORCE, document_of(document), sections=many)
    assert cost() == few == 5
