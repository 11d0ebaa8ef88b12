"""What an editor types is kept while they type it, for them alone; two editors and two windows lose no words."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from network.core.access import Refused
from network.policy.actions.unsaved import keep_words
from network.policy.actions.writing import remove_section
from network.policy.models import SectionText, UnsavedText
from network.policy.queries.texts import hash_of_text
from network.policy.states import State
from tests.policy.moved import fresh

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
WORDS = {"heading": "Tonen", "short": "Kort.", "body": "Halvferdig"}


@pytest.fixture
def section(draft):
    return draft.sections.get()


@pytest.fixture
def text(section):
    return section.texts.get(language="nb")


@pytest.fixture
def keep(client_of, section, text):
    """Sends what is typed as the script does; what the page would now say."""

    def kept(person, kept=0, language="nb", **more):
        url = reverse("policy:keep_words", args=["house-rules", section.pk, language])
        person.language = "en"
        person.save(update_fields=["language"])
        given = {**WORDS, "read": hash_of_text(text), "kept": kept, **more}
        answer = client_of(person).post(url, given, headers={"HX-Request": "true"})
        return answer.content.decode() if answer.status_code == 200 else answer.status_code

    return kept


@pytest.fixture
def editor(client_of, section):
    """The page of the section, asked for or sent."""

    def page(person, data=None, **query):
        person.language = "en"
        person.save(update_fields=["language"])
        url = reverse("policy:section_edit", args=["house-rules", section.pk])
        return client_of(person).get(url, query) if data is None else client_of(person).post(url, data)

    return page


def test_what_is_typed_is_there_again_and_the_draft_stays_as_it_is(pia, draft, section, text, keep, editor):
    revision = fresh(draft).revision
    said = keep(pia)
    assert 'name="kept" value="1"' in said
    assert "Only you see them until you save." in said
    page = editor(pia)
    assert page.context["form"].initial["body"] == "Halvferdig"
    assert "words of yours that are not saved" in page.content.decode()
    text.refresh_from_db()
    assert (text.body, fresh(draft).revision) == ("Du kan være **uenig**.", revision)


def test_a_heading_that_is_missing_is_no_reason_to_lose_the_rest(pia, keep):
    keep(pia, heading="", body="x\x00y")
    assert (UnsavedText.objects.get().heading, UnsavedText.objects.get().body) == ("", "xy")


def test_keeping_takes_nothing_back_from_the_representatives(pia, signing, client_of):
    section = signing.sections.get()
    url = reverse("policy:keep_words", args=["house-rules", section.pk, "nb"])
    assert client_of(pia).post(url, {**WORDS, "read": ""}).status_code == 200
    version = fresh(signing)
    assert (version.state, version.content_hash) == (State.SIGN_OFF, signing.content_hash)


def test_nobody_sees_what_another_editor_has_not_saved(pia, eva, keep, editor, client_of):
    keep(pia)
    page = editor(eva)
    assert page.context["unsaved"] is None
    assert "Halvferdig" not in page.content.decode()
    row = UnsavedText.objects.get()
    drop = reverse("policy:drop_words", args=["house-rules", row.pk])
    assert client_of(eva).post(drop, {"kept": row.revision}).status_code == 404
    assert "Halvferdig" not in client_of(eva).get("/policy/drafts/house-rules/").content.decode()
    assert UnsavedText.objects.exists()


@pytest.mark.parametrize("who", ["ann", "cleo", "mona", "mo", "tor", "ada"])
def test_who_does_not_write_the_rules_keeps_nothing_and_finds_nothing(request, who, pia, section, keep, client_of):
    person = request.getfixturevalue(who)
    assert keep(person) == 404
    with pytest.raises(Refused):
        keep_words(by=person, section=section, language="nb", words=WORDS, read="", revision=0)
    assert not UnsavedText.objects.exists()
    keep(pia)
    drop = reverse("policy:drop_words", args=["house-rules", UnsavedText.objects.get().pk])
    assert client_of(person).post(drop, {"kept": 1}).status_code == 404
    assert UnsavedText.objects.count() == 1


def test_two_windows_of_one_editor_do_not_write_over_each_other(pia, section, text, keep, editor):
    keep(pia)
    keep(pia, kept=1, body="Fra det første vinduet")
    refused = keep(pia, kept=0, body="Fra det andre vinduet")
    assert "in another window too" in refused
    assert 'name="kept" value="0"' in refused  # it stays where it was, so the next try is refused too
    assert "in another window too" in keep(pia, kept=1, body="Fra et tredje vindu")
    assert UnsavedText.objects.get().body == "Fra det første vinduet"
    # The second window saves: what the first has kept is still there, beside what was saved.
    saved = editor(pia, {**WORDS, "body": "Fra det andre vinduet", "read": hash_of_text(text), "kept": 0})
    assert saved.status_code == 303
    page = editor(pia)
    assert page.context["form"].initial["body"] == "Fra det første vinduet"
    assert page.context["theirs"].body == "Fra det andre vinduet"


def test_of_two_windows_that_keep_their_first_words_in_one_moment_one_is_told(pia, section, keep, monkeypatch):
    keep(pia)
    monkeypatch.setattr("network.policy.actions.unsaved.unsaved_in", lambda *given: UnsavedText.objects.none())
    with pytest.raises(Refused):
        keep_words(by=pia, section=section, language="nb", words={**WORDS, "body": "Nr. 2"}, read="", revision=0)
    assert UnsavedText.objects.get().body == "Halvferdig"


def test_saving_forgets_what_was_kept(pia, text, keep, editor):
    keep(pia)
    assert editor(pia, {**WORDS, "read": hash_of_text(text), "kept": 1}).status_code == 303
    assert not UnsavedText.objects.exists()
    text.refresh_from_db()
    assert text.body == "Halvferdig"
    assert editor(pia).context["unsaved"] is None


def test_typing_back_what_is_saved_keeps_nothing(pia, text, keep):
    keep(pia)
    said = keep(pia, kept=1, heading=text.heading, short=text.short, body=f"  {text.body}\n")
    assert 'name="kept" value="0"' in said
    assert "Only you see them" not in said
    keep(pia, language="en", heading="", short=" ", body="", read="")
    assert not UnsavedText.objects.exists()


def test_each_language_has_its_own(pia, keep, editor):
    keep(pia)
    keep(pia, language="en", read="", body="Half done")
    assert editor(pia).context["form"].initial["body"] == "Halvferdig"
    assert editor(pia, language="en").context["form"].initial["body"] == "Half done"
    assert keep(pia, language="sv") == 404


def test_who_writes_on_while_another_saves_sees_both_texts_and_neither_is_lost(
    pia, eva, text, keep, editor, rewrite, draft
):
    read = hash_of_text(text)
    assert "Other words have been saved" not in keep(pia)
    rewrite(draft, body="Evas ord.", by=eva)
    said = keep(pia, kept=1, body="Pias ord.")
    assert "Other words have been saved here since you began." in said
    assert "Evas ord." in said
    # She leaves and comes back: both are there.
    page = editor(pia)
    assert page.context["form"].initial["body"] == "Pias ord."
    assert page.context["theirs"].body == "Evas ord."
    assert "What is saved here now" in page.content.decode()
    # And the page that was open all the time does not save over Eva's words unseen.
    answer = editor(pia, {**WORDS, "body": "Pias ord.", "read": read, "kept": 2})
    assert answer.status_code == 422
    assert SectionText.objects.get(pk=text.pk).body == "Evas ord."
    assert UnsavedText.objects.get().body == "Pias ord."
    form = answer.context["form"]
    again = {name: form[name].value() for name in ("heading", "short", "body", "read", "kept")}
    assert editor(pia, again).status_code == 303
    assert SectionText.objects.get(pk=text.pk).body == "Pias ord."
    assert not UnsavedText.objects.exists()


def test_a_form_that_was_refused_or_only_looked_at_is_kept_without_script_too(pia, text, editor):
    read = hash_of_text(text)
    refused = editor(pia, {**WORDS, "heading": "", "read": read, "kept": 0})
    assert refused.status_code == 422
    assert UnsavedText.objects.get().body == "Halvferdig"
    kept = refused.context["form"]["kept"].value()
    looked = editor(pia, {**WORDS, "body": "**Mer**", "read": read, "kept": kept, "preview": "1"})
    assert UnsavedText.objects.get().body == "**Mer**"
    assert looked.context["form"]["kept"].value() == 2
    assert editor(pia).context["form"].initial["body"] == "**Mer**"


def test_an_editor_throws_away_what_they_have_not_saved(pia, keep, section, client_of):
    keep(pia)
    keep(pia, kept=1, body="Nyere")
    row = UnsavedText.objects.get()
    drop, client = reverse("policy:drop_words", args=["house-rules", row.pk]), client_of(pia)
    stale = client.post(drop, {"kept": "1"})
    assert "You have written more in another window since" in client.get(stale.headers["Location"]).content.decode()
    assert UnsavedText.objects.exists()
    gone = client.post(drop, {"kept": str(row.revision)})
    assert (gone.status_code, UnsavedText.objects.exists()) == (303, False)
    assert gone.headers["Location"] == f"/policy/drafts/house-rules/sections/{section.pk}/?language=nb"


def test_a_number_that_is_none_is_as_good_as_no_number(pia, keep):
    for number in ("", "-1", "x", "9" * 30, "²"):
        keep(pia, kept=number, body=f"Ord {number}")
        UnsavedText.objects.all().delete()


def test_the_desk_says_where_words_wait_and_keeps_those_whose_section_was_removed(pia, eva, section, keep, client_of):
    desk = "/policy/drafts/house-rules/"
    keep(pia)
    assert "You have words here that are not saved" in client_of(pia).get(desk).content.decode()
    assert "not saved" not in client_of(eva).get(desk).content.decode()
    remove_section(by=eva, section=section)
    page = client_of(pia).get(desk).content.decode()
    assert "Words of yours that have lost their section" in page
    assert "Halvferdig" in page
    assert keep(pia, kept=1) == 404
    row = UnsavedText.objects.get()
    gone = client_of(pia).post(reverse("policy:drop_words", args=["house-rules", row.pk]), {"kept": row.revision})
    assert gone.headers["Location"] == f"{desk}#sections"


def test_saving_in_a_section_that_was_removed_meanwhile_loses_nothing(pia, eva, section, text, editor, keep, client_of):
    page = editor(pia).content.decode()
    assert f'name="key" value="{section.key}"' in page
    keep(pia)  # by itself, three seconds ago
    remove_section(by=eva, section=section)
    sent = {**WORDS, "body": "Nesten ferdig", "read": hash_of_text(text), "kept": 1, "key": str(section.key)}
    client, url = client_of(pia), reverse("policy:section_edit", args=["house-rules", section.pk])
    answer = client.post(url, sent)
    assert answer.headers["Location"] == "/policy/drafts/house-rules/#adrift"
    desk = client.get("/policy/drafts/house-rules/").content.decode()
    assert "Your words are kept" in desk
    assert UnsavedText.objects.get().body == "Nesten ferdig"
    assert editor(pia, {**sent, "kept": 1, "body": "Fra det andre vinduet"}).status_code == 303
    assert UnsavedText.objects.get().body == "Nesten ferdig\n\nFra det andre vinduet"
    assert "Nesten ferdig" not in client_of(eva).get("/policy/drafts/house-rules/").content.decode()


@pytest.mark.parametrize("key", ["", "not-a-key"])
def test_without_the_key_of_a_section_it_is_a_missing_page(pia, eva, section, editor, key):
    remove_section(by=eva, section=section)
    assert editor(pia, {**WORDS, "key": key}).status_code == 404
    assert not UnsavedText.objects.exists()


@pytest.mark.parametrize("who", ["ann", "cleo", "mona", "ada", "mo"])
def test_whoever_does_not_write_the_rules_keeps_nothing_of_a_removed_section(request, who, pia, section, editor):
    remove_section(by=pia, section=section)
    person = request.getfixturevalue(who)
    assert editor(person, {**WORDS, "key": str(section.key)}).status_code == 404
    assert not UnsavedText.objects.exists()


def test_keeping_costs_the_same_however_much_is_kept(pia, keep, client_of):
    """Every few seconds, for everybody who writes."""

    def cost():
        with CaptureQueriesContext(connection) as asked:
            keep(pia, kept=UnsavedText.objects.filter(language="nb").values_list("revision", flat=True).first() or 0)
        return len(asked)

    cost()
    before = cost()
    keep(pia, language="en", body="More")
    assert cost() == before


def test_only_the_page_on_which_one_writes_loads_its_script(pia, ann, draft, editor, client_of):
    assert "js/drafting.js" in editor(pia).content.decode()
    for path in ("/policy/drafts/house-rules/", "/policy/house-rules/", "/policy/drafts/"):
        assert "js/drafting.js" not in client_of(pia).get(path).content.decode()
