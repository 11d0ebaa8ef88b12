"""A campaign's own questions: answered by whoever sends in, kept as they were put; its sponsor; customers who ask."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from ideas.actions import Brief, add_customer_voice, edit_campaign, remove_customer_voice, set_vote, start_campaign
from ideas.models import Campaign, CustomerVoice, Idea
from ideas.tasks import turn_clocks
from network.core.access import Refused
from network.core.clock import now
from network.notifications.models import Kind, Notification
from tests.factories import idea_of
from tests.ideas.test_voting import counts

pytestmark = [pytest.mark.django_db, pytest.mark.wide]
ASKED = ("Hva koster det?", "Hvem merker det?")
WORDS = {"title": "Varmepumpe på lageret", "problem": "Kaldt.", "proposal": "Pumpe.", "benefit": "Varmt."}


@pytest.fixture
def asking(mona):
    return Campaign.objects.create(slug="spor", title="Spør", owner=mona, questions=list(ASKED))


class TestQuestions:
    def test_the_form_asks_them_and_the_idea_keeps_question_and_answer(self, asking, ann, ben, client_of):
        client = client_of(ann)
        form = client.get("/ideas/new/?campaign=spor").context["form"]
        assert [field.label for field in form.asked] == list(ASKED)
        sent = {**WORDS, "campaign": "spor", "answer_0": "9 000 kr", "answer_1": "Lageret", "do": "send"}
        assert client.post("/ideas/new/", sent).status_code == 303
        idea = Idea.objects.get()
        assert idea.answers == [["Hva koster det?", "9 000 kr"], ["Hvem merker det?", "Lageret"]]
        asking.questions = ["Noe annet?"]
        asking.save()
        text = client_of(ben).get(f"/ideas/{idea.pk}/").text
        assert text.index("Hva koster det?") < text.index("9 000 kr")
        assert "Noe annet?" not in text

    def test_an_unanswered_question_is_named_and_nothing_is_lost(self, asking, ann, client_of):
        sent = {**WORDS, "campaign": "spor", "answer_0": "9 000 kr", "answer_1": " \n ", "do": "send"}
        refused = client_of(ann).post("/ideas/new/", sent)
        assert refused.status_code == 422
        assert list(refused.context["form"].errors) == ["answer_1"]
        assert "9 000 kr" in refused.text
        assert not Idea.objects.exclude(state="draft").exists()

    def test_the_draft_keeps_answers_and_another_campaign_asks_its_own(self, asking, ann, client_of):
        client = client_of(ann)
        client.post("/ideas/draft/", {**WORDS, "campaign": "spor", "answer_0": "Lite"}, headers={"HX-Request": "true"})
        draft = Idea.objects.get()
        assert draft.answers == [["Hva koster det?", "Lite"], ["Hvem merker det?", ""]]
        assert "Lite" in client.get(f"/ideas/new/?draft={draft.pk}").text
        htmx = {"HX-Request": "true"}
        assert "Hva koster det?" in client.get("/ideas/questions/?campaign=spor", headers=htmx).text
        assert "Hva koster det?" not in client.get("/ideas/questions/?campaign=always-open", headers=htmx).text

    def test_a_changed_answer_leaves_the_earlier_one_readable(self, asking, ann, ben, client_of):
        sent = {**WORDS, "campaign": "spor", "answer_0": "Lite", "answer_1": "Alle", "do": "send"}
        client_of(ann).post("/ideas/new/", sent)
        idea = Idea.objects.get()
        answer = client_of(ann).post(f"/ideas/{idea.pk}/edit/", {**WORDS, "answer_0": "Mye", "answer_1": "Alle"})
        assert answer.status_code == 303
        idea.refresh_from_db()
        assert idea.answers[0] == ["Hva koster det?", "Mye"]
        before = client_of(ben).get(f"/ideas/{idea.pk}/before/").text
        assert "Lite" in before
        assert "Mye" not in before

    def test_a_campaign_asks_at_most_five_short_questions(self, siv, client_of, english):
        form = {
            "title": "Spør",
            "question": "Hva?",
            "submit_ends": "2099-01-01",
            "identity": "named",
            "counts": "always",
        }
        client = client_of(siv)
        for wrong in ("\n".join("abcdef"), "x" * 201):
            refused = client.post("/campaigns/new/", {**form, "questions": wrong})
            assert refused.status_code == 422
            assert "questions" in refused.context["form"].errors
        assert client.post("/campaigns/new/", {**form, "questions": " En?\n\nTo? "}).status_code == 303
        assert Campaign.objects.get(title="Spør").questions == ["En?", "To?"]
        with pytest.raises(Exception, match="at most 5|size|5"):
            Campaign(slug="x", questions=list("abcdef")).full_clean()


def test_points_and_sponsor_are_kept_by_the_form_and_fewer_points_than_one_idea_may_get_are_refused(
    siv, odd, client_of
):
    form = {"title": "Poeng", "question": "Hva?", "submit_ends": "2099-01-01", "identity": "named", "counts": "always"}
    refused = client_of(siv).post("/campaigns/new/", {**form, "vote_budget": "2", "max_per_idea": "3"})
    assert "max_per_idea" in refused.context["form"].errors
    client_of(siv).post("/campaigns/new/", {**form, "vote_budget": "6", "max_per_idea": "2", "sponsor": "@odd"})
    made = Campaign.objects.get(title="Poeng")
    assert (made.vote_budget, made.max_per_idea, made.sponsor) == (6, 2, odd)


def test_who_stands_behind_a_campaign_hears_of_an_answer_that_is_ten_working_days_late(
    ann, siv, odd, django_capture_on_commit_callbacks
):
    brief = Brief("Kampanje", "Hva?", "", owner=siv, sponsor=odd)
    idea = idea_of(ann, start_campaign(by=siv, brief=brief))
    letters = Notification.objects.filter(kind=Kind.IDEA_DUTY, subject=f"idea:{idea.pk}", recipient=odd)
    due = idea.clocks.earliest("due_on").due_on
    for days, told in ((5, False), (17, True)):
        at = now().replace(year=due.year, month=due.month, day=due.day) + timedelta(days=days)
        with time_machine.travel(at), django_capture_on_commit_callbacks(execute=True):
            turn_clocks(0)
        assert letters.exists() is told


def test_only_who_may_change_a_campaign_changes_its_points(ann, siv):
    campaign = start_campaign(by=siv, brief=Brief("Kampanje", "Hva?", "", owner=siv))
    with pytest.raises(Refused):
        edit_campaign(by=ann, campaign=campaign, brief=Brief("Kampanje", "Hva?", "", owner=siv, vote_budget=3))


class TestCustomers:
    def test_a_customer_is_named_beside_the_votes_and_counts_as_none(self, ann, ben, cleo, client_of):
        idea = idea_of(ann)
        set_vote(by=cleo, idea=idea, on=True)
        before = counts(idea)
        for name in ("Skarvøy skole", "skarvøy  SKOLE", "Havna"):
            answer = client_of(ben).post(f"/ideas/{idea.pk}/voices/", {"organisation": name, "do": "add"})
            assert answer.status_code == 303
        assert [voice.organisation for voice in idea.customer_voices.all()] == ["Skarvøy skole", "Havna"]
        assert counts(idea) == before
        assert "Skarvøy skole" in client_of(cleo).get(f"/ideas/{idea.pk}/").text

    def test_the_database_keeps_an_organisation_once_an_idea(self, ann):
        idea = idea_of(ann)
        CustomerVoice.objects.create(idea=idea, organisation="Havna")
        with pytest.raises(IntegrityError), transaction.atomic():
            CustomerVoice.objects.create(idea=idea, organisation="HAVNA")

    def test_who_noted_it_takes_it_away_and_others_do_not(self, ann, ben, cleo, client_of):
        idea = idea_of(ann)
        add_customer_voice(by=ben, idea=idea, organisation="Havna")
        voice = idea.customer_voices.get()
        taking = {"voice": voice.pk, "do": "remove"}
        assert client_of(cleo).post(f"/ideas/{idea.pk}/voices/", taking).status_code == 403
        with pytest.raises(Refused):
            remove_customer_voice(by=cleo, voice=voice)
        assert client_of(ben).post(f"/ideas/{idea.pk}/voices/", taking).status_code == 303
        assert not idea.customer_voices.exists()

    def test_who_cannot_read_the_idea_and_who_works_here_no_more_note_nothing(self, ann, cleo, gone, places, client_of):
        idea = idea_of(ann, places["secret"])
        assert client_of(cleo).get(f"/ideas/{idea.pk}/voices/").status_code == 404
        for person in (cleo, gone):
            with pytest.raises(Refused):
                add_customer_voice(by=person, idea=idea, organisation="Havna")

    def test_a_name_is_needed(self, ann, ben, client_of):
        idea = idea_of(ann)
        refused = client_of(ben).post(f"/ideas/{idea.pk}/voices/", {"organisation": "  ", "do": "add"})
        assert refused.status_code == 422
        assert not idea.customer_voices.exists()
