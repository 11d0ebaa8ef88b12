"""Writing an idea: sent once, nothing lost, history kept, and bad input answered beside its field with the text kept."""

import re
from uuid import uuid4

import pytest
from django.utils.html import escape

from ideas import actions
from ideas.access import can_see_idea
from ideas.models import Idea, IdeaAuthor, IdeaRevision
from ideas.queries import revisions
from ideas.states import State
from network.core.access import Refused
from tests.factories import REASON, PersonFactory, idea_of, moved, proposal
from tests.ideas.staged import NO

pytestmark = [pytest.mark.django_db, pytest.mark.wide]
HTMX = {"HX-Request": "true"}


def form(**given):
    """What the page of a new idea sends."""
    whole = {
        "title": "Lån en bil fra nabodepotet", "problem": "Bilen står på verksted.", "proposal": "Lån av naboen.",
        "benefit": "Færre leiebiler.", "origin": "employee", "heard_from": "", "campaign": "always-open",
        "draft": "", "key": str(uuid4()), "asked": "1", "do": "send",
    }  # fmt: skip
    return whole | given


@pytest.fixture
def anns(client_of, ann):
    return client_of(ann)


def number_of(response):
    return int(response["Location"].rstrip("/").rpartition("/")[2].rpartition("=")[2])


def test_an_idea_is_sent_in_and_shown(anns, ann):
    answer = anns.post("/ideas/new/", form())
    idea = Idea.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/ideas/{idea.pk}/")
    assert (idea.state, idea.lead, idea.department, idea.language) == ("submitted", ann, ann.department, "nb")
    assert (idea.thread.author, idea.thread.get_absolute_url()) == (ann, f"/ideas/{idea.pk}/")


def test_the_same_form_sent_twice_is_one_idea_and_another_key_is_another(anns):
    sent = form()
    first, second = anns.post("/ideas/new/", sent), anns.post("/ideas/new/", sent)
    assert first["Location"] == second["Location"]
    assert Idea.objects.count() == 1
    anns.post("/ideas/new/", form())
    assert Idea.objects.count() == 2


def test_a_retry_of_a_form_that_was_never_asked_about_another_idea_leads_to_what_it_made(anns):
    sent = form()
    del sent["asked"]
    first, second = anns.post("/ideas/new/", sent), anns.post("/ideas/new/", sent)
    assert (second.status_code, second.get("Location")) == (303, first["Location"])


def test_the_key_of_somebody_else_is_not_ones_own(anns, client_of, cleo):
    sent = form()
    anns.post("/ideas/new/", sent)
    client_of(cleo).post("/ideas/new/", sent)
    assert {idea.lead.handle for idea in Idea.objects.all()} == {"ann", "cleo"}


def test_a_draft_is_saved_every_few_seconds_under_one_key(anns, ann):
    sent = form(title="Lån", problem="", proposal="", benefit="")
    for title in ("Lån", "Lån en", "Lån en bil"):
        assert anns.post("/ideas/draft/", sent | {"title": title}, headers=HTMX).status_code == 204
    draft = Idea.objects.get()
    assert (draft.title, draft.state, draft.thread) == ("Lån en bil", "draft", None)
    assert anns.post("/ideas/new/", sent | form(key=sent["key"])).status_code == 303
    assert Idea.objects.get().state == State.SUBMITTED


def test_an_empty_form_makes_no_draft(anns):
    empty = form(title=" ", problem="", proposal="\n", benefit="")
    assert anns.post("/ideas/draft/", empty).status_code == 204
    assert not Idea.objects.exists()


def test_a_draft_goes_on_under_another_key_through_its_number(anns):
    kept = anns.post("/ideas/new/", form(do="draft", title="Et utkast"))
    number = number_of(kept)
    page = anns.get(f"/ideas/new/?draft={number}").text
    assert 'value="Et utkast"' in page
    assert f'name="draft" value="{number}"' in page
    answer = anns.post("/ideas/new/", form(draft=number))
    assert answer["Location"] == f"/ideas/{number}/"
    assert Idea.objects.count() == 1
    assert anns.get(f"/ideas/new/?draft={number}").status_code == 404  # sent in, so no draft


def test_a_draft_sent_in_twice_by_its_number_is_sent_once(anns):
    number = number_of(anns.post("/ideas/new/", form(do="draft")))
    for _twice in range(2):
        assert anns.post("/ideas/new/", form(draft=number))["Location"] == f"/ideas/{number}/"
    assert Idea.objects.get().changes.count() == 1


@pytest.mark.parametrize("asked", [False, True])
def test_the_draft_number_of_somebody_else_is_ignored(anns, client_of, ann, ben, asked):
    theirs = actions.keep_draft(by=ben, campaign=actions.open_box(), words=proposal("Bens hemmelige utkast"), draft=None, key=None)  # fmt: skip
    if asked:
        actions.ask_co_author(by=ben, idea=theirs, person=ann)
    assert anns.get(f"/ideas/new/?draft={theirs.pk}").status_code == 404
    for address in ("/ideas/draft/", "/ideas/new/"):
        anns.post(address, form(draft=theirs.pk))
    kept = Idea.objects.get(pk=theirs.pk)
    assert (kept.title, kept.state) == ("Bens hemmelige utkast", "draft")
    assert {idea.lead.handle for idea in Idea.objects.exclude(pk=theirs.pk)} == {"ann"}


def test_what_waits_for_a_co_author_is_not_sent_in_and_nothing_is_lost(anns, ann, ben):
    number = number_of(anns.post("/ideas/new/", form(do="draft", title="Et utkast")))
    draft = Idea.objects.get(pk=number)
    actions.ask_co_author(by=ann, idea=draft, person=ben)
    answer = anns.post("/ideas/new/", form(draft=number, title="Et utkast som er ferdig nå"))
    assert answer.status_code == 422
    assert 'value="Et utkast som er ferdig nå"' in answer.text
    assert "Lån av naboen." in answer.text
    draft.refresh_from_db()
    assert (draft.state, draft.thread_id) == ("draft", None)
    actions.answer_co_author(by=ben, idea=draft, yes=False)
    assert anns.post("/ideas/new/", form(draft=number)).status_code == 303


def test_an_idea_goes_where_it_is_sent_and_never_where_one_may_not_write(anns, client_of, places, ann, cleo):
    assert anns.post("/ideas/new/", form(campaign="hos-secret")).status_code == 303
    assert Idea.objects.get().thread.group == places["secret"].group
    answer = client_of(cleo).post("/ideas/new/", form(campaign="hos-secret"))
    assert answer.status_code == 422
    assert "Kampanje secret" not in answer.text
    with pytest.raises(Refused):
        actions.submit_idea(by=cleo, campaign=places["open"], words=proposal(), draft=None, key=None)
    assert Idea.objects.count() == 1


def test_a_draft_is_thrown_away_by_its_lead_and_what_was_sent_in_by_nobody(anns, client_of, ann, cleo):
    number = number_of(anns.post("/ideas/new/", form(do="draft")))
    assert client_of(cleo).post(f"/ideas/{number}/delete/").status_code == 404
    assert anns.get(f"/ideas/{number}/delete/").status_code == 200
    assert anns.post(f"/ideas/{number}/delete/").status_code == 303
    assert not Idea.objects.exists()
    sent = idea_of(ann)
    assert anns.post(f"/ideas/{sent.pk}/delete/").status_code == 403
    assert Idea.objects.filter(pk=sent.pk).exists()


# Changing.


def test_what_it_said_before_stays_readable_in_order(client_of, anns, ann, cleo):
    idea = idea_of(ann)
    for title in ("Lån to biler fra nabodepotet", "Lån tre biler fra nabodepotet"):
        assert anns.post(f"/ideas/{idea.pk}/edit/", form(title=title)).status_code == 303
    assert [r.title for r in revisions(idea)] == ["Lån to biler fra nabodepotet", "Lån en bil fra nabodepotet"]
    page = client_of(cleo).get(f"/ideas/{idea.pk}/before/").text
    assert page.index("Lån to biler") < page.index("Lån en bil")
    assert Idea.objects.get(pk=idea.pk).version > idea.version


def test_saving_without_a_change_is_no_change(ann):
    idea = idea_of(ann)
    actions.edit_idea(by=ann, idea=idea, words=proposal())
    assert not IdeaRevision.objects.exists()
    assert Idea.objects.get(pk=idea.pk).edited_at is None


def test_a_change_of_where_it_was_heard_needs_no_former_text(ann):
    idea = idea_of(ann)
    actions.edit_idea(by=ann, idea=idea, words=proposal(origin="customer", heard_from="Kommunen"))
    assert not IdeaRevision.objects.exists()
    assert Idea.objects.get(pk=idea.pk).heard_from == "Kommunen"


def test_what_came_from_ones_own_work_was_heard_from_nobody(ann):
    words = proposal(origin="employee", heard_from="Kari hos kunden")
    idea = actions.submit_idea(by=ann, campaign=actions.open_box(), words=words, draft=None, key=None)
    assert idea.heard_from == ""


def test_co_authors_change_it_and_nobody_changes_what_is_decided(ann, ben, cleo, siv):
    idea = idea_of(ann)
    IdeaAuthor.objects.create(idea=idea, person=ben, state="accepted")
    actions.edit_idea(by=ben, idea=idea, words=proposal("Lån to biler fra nabodepotet"))
    for person in (cleo, siv):
        with pytest.raises(Refused):
            actions.edit_idea(by=person, idea=idea, words=proposal("Noe helt annet her"))
    moved(idea, siv, State.DECLINED, **NO)
    with pytest.raises(Refused):
        actions.edit_idea(by=ann, idea=idea, words=proposal("Noe helt annet her"))


# Bad input.

RTL = "\u202eאבגדה\u202c bil fra naboen"
COMBINING = "Lån en bil" + "\u0301" * 300
BAD = {
    "too short": ("title", "Bil"),
    "blanks": ("title", " \t \u00a0 "),
    "short once cleaned": ("title", "\u202e" * 20 + "Bil"),
    "300 characters": ("title", "æ" * 300),
    "300 combining marks": ("title", COMBINING),
    "nothing": ("problem", ""),
    "only line ends": ("proposal", "\r\n\r\n"),
    "only blanks": ("benefit", "   "),
    "only overrides of direction": ("problem", "\u202e\u202c"),
    "too long": ("problem", "æ" * 4_001),
    "an unknown origin": ("origin", "space"),
    "an unknown campaign": ("campaign", "finnes-ikke"),
}


@pytest.mark.parametrize("kind", BAD)
@pytest.mark.parametrize("address", ["/ideas/new/", "edit"])
def test_bad_input_is_answered_beside_its_field_and_the_text_is_kept(anns, ann, kind, address):
    name, value = BAD[kind]
    if address == "edit":
        if name == "campaign":
            return  # there is none on that page
        address = f"/ideas/{idea_of(ann, title='Varmepumpe i verkstedet').pk}/edit/"
    before = list(Idea.objects.values_list("title", "version"))
    text = "Dette skrev jeg i en time."
    kept = {"proposal": text} if name != "proposal" else {"problem": text}
    answer = anns.post(address, form(**{**kept, name: value}))
    assert answer.status_code == 422
    assert text in answer.text
    assert f'href="#id_{name}"' in answer.text  # the summary names the field, or what stands for it
    if value.strip() and name not in ("origin", "campaign"):
        assert escape(value.strip()) in answer.text
    assert list(Idea.objects.values_list("title", "version")) == before


def test_a_field_of_ten_megabytes_is_refused_and_nothing_is_made(anns):
    answer = anns.post("/ideas/new/", form(problem="x" * 10_000_000))
    assert answer.status_code in (400, 413)
    assert not Idea.objects.exists()


def test_a_null_byte_is_answered_as_bad_input(anns):
    assert anns.post("/ideas/new/", form(title="Lån en bil\0 fra naboen")).status_code == 422


def test_overrides_of_direction_do_not_reach_the_page(anns):
    assert anns.post("/ideas/new/", form(title=RTL)).status_code == 303
    assert Idea.objects.get().title == "אבגדה bil fra naboen"


def test_a_title_is_one_line_in_one_form(anns):
    anns.post("/ideas/new/", form(title="La\u030an  en\tbil fra naboen"))
    assert Idea.objects.get().title == "Lån en bil fra naboen"


def test_a_draft_takes_whatever_fits(anns):
    for name, value in BAD.values():
        assert anns.post("/ideas/draft/", form(**{name: value}), headers=HTMX).status_code == 204
    assert all(len(idea.title) <= 120 and len(idea.problem) <= 4_000 for idea in Idea.objects.all())


@pytest.mark.parametrize("draft", ["x", "-1", "9" * 40, "1.5", "0"])
def test_a_malformed_number_of_a_draft_costs_no_text(anns, draft):
    answer = anns.post("/ideas/new/", form(draft=draft))
    assert answer.status_code in (303, 422)
    assert answer.status_code == 303 or "Lån av naboen." in answer.text


def test_markup_is_text_on_every_page_of_the_idea(client_of, anns, cleo):
    sharp = "<img src=x onerror=alert(1)>\"'&"
    anns.post("/ideas/new/", form(title=f"Lån en bil {sharp}", problem=sharp, proposal=sharp, benefit=sharp, origin="customer", heard_from=sharp))  # fmt: skip
    idea = Idea.objects.get()
    for address in ("/ideas/", "/ideas/?view=list", f"/ideas/{idea.pk}/", f"/ideas/{idea.pk}/before/"):
        assert "<img src=x" not in client_of(cleo).get(address).text


def test_the_page_says_who_receives_it_and_by_when_they_answer(client_of, ben, mona, places):
    bens = client_of(ben)
    assert re.search(
        r"Those who take ideas in receive it, and you get a first answer by \S+", bens.get("/ideas/new/").text
    )
    page = bens.get("/ideas/new/?campaign=hos-secret").text
    assert "Mona Manger receives it" in page
    assert "Those who read the group Prosjekt Nordlys can read it" in page


def test_whoever_is_asked_reads_the_draft_on_the_page_that_asks(client_of, ann, ben, cleo):
    draft = actions.keep_draft(by=ann, campaign=actions.open_box(), words=proposal(), draft=None, key=None)
    actions.ask_co_author(by=ann, idea=draft, person=ben)
    answer = client_of(ben).get(f"/ideas/{draft.pk}/")
    assert (answer.status_code, answer["Location"]) == (303, f"/ideas/{draft.pk}/part/")
    assert "Lån av naboen." in client_of(ben).get(f"/ideas/{draft.pk}/part/").text
    assert client_of(cleo).get(f"/ideas/{draft.pk}/").status_code == 404
    assert not can_see_idea(PersonFactory(), draft)


def test_an_hour_of_writing_is_not_lost_to_a_limit(anns, monkeypatch):
    monkeypatch.setitem(__import__("network.core.limits").core.limits.LIMITS, "post", 1)
    anns.post("/ideas/new/", form())
    answer = anns.post("/ideas/new/", form(problem=REASON))
    assert answer.status_code == 429
    assert REASON in answer.text
