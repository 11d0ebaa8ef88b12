"""Not only posts: whatever somebody writes that others read is asked about first, and going ahead does what was meant."""

# ruff: noqa: F401, F811 — fixtures of other rooms
import re
from collections.abc import Callable, Mapping
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from ideas.actions import set_shortlist
from ideas.models import Assignment, Award, Campaign, Nomination
from ideas.states import RoundState, State
from network.core.clock import now
from network.feed.models import Post
from network.groups.models import Group, JoinRequest
from network.policy.models import Acknowledgement, DetectorHit, Remark
from profiles.models import Person
from tests.ideas.conftest import at, cast, dag, odd, siv
from tests.ideas.judges import asked, criteria_of
from tests.ideas.season import carried_out, season_of
from tests.ideas.staged import days
from tests.policy.conftest import draft, eva, open_draft, rewrite
from tests.policy.known import asked_version, said_of
from tests.policy.test_warned import NUMBER, TEXT, alive

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english", "alive")]
As = Callable[[Person], Client]
LONG = f"{TEXT}: she asked for it twice, and this sentence is as long as a reason has to be in this house."


@pytest.fixture
def client_of(client_of: As) -> As:
    """Pages speak the language of who reads them."""

    def signed_in(person: Person) -> Client:
        Person.objects.filter(pk=person.pk).update(language="en")
        return client_of(person)

    return signed_in


def warned(client: Client, url: str, given: Mapping[str, object]) -> dict[str, str]:
    """The author is asked, nothing is kept; what the button to go ahead would send."""
    answer = client.post(url, given)
    html = answer.content.decode()
    assert answer.status_code == 422, url
    assert html.count('class="warning"') == 1, url
    assert f"<mark>{NUMBER}</mark>" in html, url
    assert "Something needs to be mended" not in html, url
    assert not DetectorHit.objects.exists()
    inside = html[: html.index("Post anyway")]
    form = inside[inside.rindex("<form") :]
    mark = re.findall(r'name="go_ahead" value="([0-9a-f]{64})"', form)  # in the form that is sent again
    pressed = re.findall(r'name="do" value="([a-z-]+)">\s*$', form)
    return {"go_ahead": mark[0], "why": "needed", **({"do": pressed[0]} if pressed else {})}


def goes_ahead(client: Client, url: str, given: Mapping[str, object]) -> None:
    """Asked once; then it is done, and kind and reason are counted."""
    more = warned(client, url, given)
    assert more.get("do") == given.get("do")
    answer = client.post(url, {**given, **more})
    assert answer.status_code == 303, (url, re.findall(r'field__error"[^<]*(?:<[^>]*>)*([^<]+)', answer.text))
    assert list(DetectorHit.objects.values_list("kind", "choice")) == [("norwegian-id", "needed")]
    DetectorHit.objects.all().delete()


# What people say of themselves


@pytest.mark.parametrize("name", ["about", "title", "place", "pronouns"])
def test_a_person_is_asked_about_what_they_say_of_themselves(client_of: As, ann: Person, name: str) -> None:
    url, given = reverse("profiles:edit"), {"name": ann.name, name: f"id {NUMBER}"}
    goes_ahead(client_of(ann), url, given)
    ann.refresh_from_db()
    assert getattr(ann, name) == f"id {NUMBER}"


def test_a_profile_that_is_mended_leaves_no_trace(client_of: As, ann: Person) -> None:
    url, given = reverse("profiles:edit"), {"name": ann.name, "about": TEXT}
    more = warned(client_of(ann), url, given)
    assert client_of(ann).post(url, {**given, **more, "about": "I like boats"}).status_code == 303
    ann.refresh_from_db()
    assert (ann.about, DetectorHit.objects.count()) == ("I like boats", 0)


def test_what_one_can_be_asked_about_is_asked_about(client_of: As, ann: Person) -> None:
    goes_ahead(client_of(ann), reverse("profiles:skills"), {"name": f"id {NUMBER}"})
    goes_ahead(client_of(ann), reverse("feed:first_step", args=["skills"]), {"others": f"nett, nr {NUMBER}"})


def test_a_near_spelling_is_asked_about_once_and_the_way_out_leads_on(client_of: As, ann: Person, ben: Person) -> None:
    url = reverse("profiles:skills")
    goes_ahead(client_of(ben), url, {"name": f"tavle {NUMBER}"})
    near = f"tavla {NUMBER}"
    more = warned(client_of(ann), url, {"name": near})
    html = client_of(ann).post(url, {"name": near, **more}).content.decode()
    kept = html[html.rindex("<form", 0, html.index('name="as_written" value="1"')) :]
    assert more["go_ahead"] in kept
    assert client_of(ann).post(url, {"name": near, "as_written": "1", **more}).status_code == 303


def test_the_name_of_a_field_is_asked_about_and_giving_up_leads_to_a_page(client_of: As, ada: Person) -> None:
    url, client = reverse("profiles:add_field"), client_of(ada)
    html = client.post(url, {"name_nb": f"id {NUMBER}"}).content.decode()
    assert client.get(url).status_code == 405
    assert f'href="{reverse("profiles:fields")}">' in html[html.index("Post anyway") :]
    goes_ahead(client, url, {"name_nb": f"id {NUMBER}"})


# Groups and posts


def test_texts_of_groups_wishes_to_join_and_good_byes_are_asked_about(
    client_of: As, ann: Person, mona: Person, cleo: Person, closed_group: Group, open_group: Group
) -> None:
    for name in ("name", "about", "rules"):
        given = {"name": "Riggere", "kind": "closed", name: f"id {NUMBER}"}
        goes_ahead(client_of(mona), reverse("groups:edit", args=[closed_group.slug]), given)
    goes_ahead(client_of(cleo), reverse("groups:request", args=[closed_group.slug]), {"message": TEXT})
    assert JoinRequest.objects.get().message == TEXT
    goes_ahead(client_of(ann), reverse("groups:leave", args=[open_group.slug]), {"reason": TEXT})


def test_the_skill_that_a_question_asks_about_is_read(client_of: As, ann: Person) -> None:
    given = {"kind": "question", "title": "", "text": "Who knows?", "skill": f"id {NUMBER}"}
    warned(client_of(ann), reverse("feed:compose"), given)
    assert not Post.objects.exists()


# Ideas: campaigns, answers, reasons, reviews and awards


@pytest.fixture
def campaign(mona: Person) -> Campaign:
    return Campaign.objects.create(slug="skrue", title="Skrue", owner=mona, questions=["How often?"])


@pytest.mark.parametrize("name", ["title", "question", "brief", "questions"])
def test_a_campaign_is_asked_about(client_of: As, mona: Person, campaign: Campaign, name: str) -> None:
    given = {
        "title": "Skrue", "question": "What is loose?", "submit_ends": days(10), "identity": "named",
        "counts": "voted", "max_per_idea": "3", name: f"id {NUMBER}",
    }  # fmt: skip
    goes_ahead(client_of(mona), reverse("ideas:campaign_edit", args=[campaign.slug]), given)


def test_what_came_of_a_campaign_and_its_shortlist_are_asked_about(
    client_of: As, mona: Person, campaign: Campaign
) -> None:
    shortlist = reverse("ideas:shortlist", args=[campaign.slug])
    goes_ahead(client_of(mona), shortlist, {"name": "Finale", "rule": TEXT, "do": "word"})
    set_shortlist(by=mona, campaign=campaign, name="Finale", rule="Ten.")
    more = {"idea": "1", "how": "wildcard", "reason": TEXT, "do": "put"}
    assert 'class="warning"' in client_of(mona).post(shortlist, more).text
    Campaign.objects.filter(pk=campaign.pk).update(submit_ends_at=now() - timedelta(days=1))
    goes_ahead(client_of(mona), reverse("ideas:campaign_close", args=[campaign.slug]), {"answer": TEXT})


def test_answers_to_the_questions_of_a_campaign_are_asked_about(client_of: As, ann: Person, campaign: Campaign) -> None:
    given = {"title": "A longer title here", "problem": "p", "proposal": "d", "benefit": "b", "answer_0": TEXT}
    warned(client_of(ann), reverse("ideas:new"), {**given, "campaign": campaign.slug, "do": "send"})


def test_reasons_for_a_no_are_asked_about(client_of: As, at, odd: Person) -> None:
    idea = at(State.IN_REVIEW)
    given = {"reason_kind": "timing", "reason": LONG, "change_of_mind": "x"}
    goes_ahead(client_of(odd), reverse("ideas:move", args=[idea.pk, "declined"]), given)
    idea.refresh_from_db()
    assert idea.state == State.DECLINED


def test_reviews_are_asked_about_when_they_are_handed_in_and_not_while_they_are_drafts(client_of: As, at) -> None:
    idea = at(State.IN_REVIEW)
    reviewer, criteria = asked(idea)[0].reviewer, criteria_of(idea)
    scores = {f"score_{criterion.pk}": "4" for criterion in criteria}
    given = {**scores, "verdict": "go", "do": "hand-in"}
    url = reverse("ideas:review", args=[idea.pk])
    assert client_of(reviewer).post(url, {**given, "to_owner": TEXT, "do": "draft"}).status_code == 303
    for name in ("to_owner", "to_authors", f"note_{criteria[0].pk}"):
        warned(client_of(reviewer), url, {**given, name: TEXT})
    goes_ahead(client_of(reviewer), url, {**given, "to_authors": TEXT})
    assert Assignment.objects.get(idea=idea, reviewer=reviewer).state == Assignment.State.DONE


def test_steps_and_reports_of_a_delivery_go_ahead_by_the_button_that_was_pressed(
    client_of: As, at, dag: Person
) -> None:
    idea = at(State.IN_PROGRESS)
    url = reverse("ideas:delivery", args=[idea.pk])
    goes_ahead(client_of(dag), url, {"do": "step", "title": f"id {NUMBER}", "due_on": days(5)})
    goes_ahead(client_of(dag), url, {"do": "report", "health": "at-risk", "health_note": TEXT})
    goes_ahead(client_of(dag), url, {"do": "target", "target_on": days(50), "reason": TEXT})


def test_nominations_ballots_citations_and_words_of_the_jury_are_asked_about(
    client_of: As,
    siv: Person,
    ann: Person,
    ben: Person,
) -> None:
    season = season_of(siv)
    idea = carried_out(ann, "Lån en bil fra nabodepotet")
    nominate = reverse("ideas:nominate", args=[season.round.slug])
    goes_ahead(client_of(ben), nominate, {"category": season.jury.pk, "idea": idea.pk, "motivation": LONG})
    row = season.fresh(Nomination.objects.get())
    page = reverse("ideas:nomination", args=[row.pk])
    warned(client_of(siv), page, {"do": "refuse", "reason": TEXT})
    client_of(siv).post(page, {"do": "accept"})
    season.to(RoundState.JUDGING)
    ballot = reverse("ideas:ballot", args=[row.pk])
    scores = {f"c{c.pk}": "4" for c in season.again() and season.jury.rubric.criteria.all()}
    assert client_of(season.jurors[0]).post(ballot, {**scores, "comment": TEXT, "do": "draft"}).status_code == 303
    for juror in season.judges:
        goes_ahead(client_of(juror), ballot, {**scores, "comment": TEXT, "do": "cast"})
    season.to(RoundState.DELIBERATING)
    winners, chair = reverse("ideas:category_winners", args=[season.jury.pk]), client_of(season.chair)
    shown = chair.post(winners, {"n": row.pk, "do": "preview", "citation": LONG}).text
    assert 'class="warning"' not in shown
    goes_ahead(chair, winners, {"n": row.pk, "do": "choose", "citation": LONG})
    words = reverse("ideas:round_words", args=[season.round.slug])
    goes_ahead(chair, words, {"thanks": TEXT})
    goes_ahead(chair, words, {f"to-{row.pk}": TEXT})


def test_awards_and_rubrics_are_asked_about_in_all_their_parts(client_of: As, siv: Person) -> None:
    given = {"name": "Grepet", "description": TEXT, "kind": "jury", "emblem": "spark"}
    goes_ahead(client_of(siv), reverse("ideas:award_new"), given)
    archived = Award.objects.get()
    edit = reverse("ideas:award_edit", args=[archived.pk])
    goes_ahead(client_of(siv), edit, {**given, "do": "save"})
    parts = {"c-TOTAL_FORMS": "8", "c-INITIAL_FORMS": "0", "name": "Rubrikk", "c-0-name": "Nytte", "c-0-weight": "100"}
    parts |= {f"c-0-anchor_{step}": f"betyr {step}" for step in range(1, 6)} | {"c-0-anchor_3": f"id {NUMBER}"}
    goes_ahead(client_of(siv), reverse("ideas:rubric_new"), parts)


# What people say of the rules


def test_questions_about_the_rules_are_asked_about_inside_their_own_form(client_of: As, ann: Person) -> None:
    url = reverse("policy:acknowledge", args=["house-rules"])
    goes_ahead(client_of(ann), url, said_of(asked_version(), form="question", text=TEXT))
    assert Acknowledgement.objects.get().text == TEXT


def test_remarks_and_replies_are_asked_about_and_the_quoted_rules_are_not(
    client_of: As,
    ann: Person,
    ben: Person,
    open_draft,
) -> None:
    url = reverse("policy:consultation", args=["house-rules"])
    given = {"part": open_draft.sections.first().pk, "text": TEXT}
    goes_ahead(client_of(ann), url, given)
    reply = reverse("policy:remark", args=["house-rules", Remark.objects.get().pk])
    html = client_of(ben).post(reply, {"text": TEXT}).content.decode()
    assert f'href="{Remark.objects.get().get_absolute_url()}">' in html[html.index("Post anyway") :]
    goes_ahead(client_of(ben), reply, {"text": TEXT})
    assert 'class="warning"' not in client_of(ann).post(url, {**given, "text": "Hm", "quote": TEXT}).text


def test_an_empty_reply_is_answered_beside_its_field(client_of: As, ann: Person, open_draft) -> None:
    url = reverse("policy:consultation", args=["house-rules"])
    client_of(ann).post(url, {"part": open_draft.sections.first().pk, "text": "Hm"})
    answer = client_of(ann).post(reverse("policy:remark", args=["house-rules", Remark.objects.get().pk]), {"text": ""})
    assert answer.status_code == 422
    assert "field__error" in answer.text


def test_channels_and_tasks_are_asked_about_and_the_name_of_a_colleague_is_not(
    client_of: As, pia: Person, ann: Person
) -> None:
    given = {"platform": "Facebook", "handle": "Skarvøy", "purpose": TEXT, "status": "active"}
    goes_ahead(client_of(pia), reverse("policy:channel_new"), given)
    url = reverse("policy:representative_new", args=["facebook-skarvoy"])
    answer = client_of(pia).post(url, {"who": NUMBER, "role": "Svarer", "starts_on": "2026-01-05"})
    assert 'class="warning"' not in answer.text
    goes_ahead(client_of(pia), url, {"who": "@ann", "role": f"id {NUMBER}", "starts_on": "2026-01-05"})


def test_the_faults_of_a_form_stand_beside_the_question(client_of: As, pia: Person) -> None:
    answer = client_of(pia).post(reverse("policy:channel_new"), {"purpose": TEXT})
    html = answer.content.decode()
    assert html.count('class="warning"') == 1
    assert "Something needs to be mended" in html


@pytest.mark.parametrize("size", [3, 30])
def test_reading_a_profile_costs_as_much_however_much_is_written(
    client_of: As, ann: Person, size: int, django_assert_max_num_queries: Callable[..., object]
) -> None:
    client, url = client_of(ann), reverse("profiles:edit")
    client.get(url)
    with django_assert_max_num_queries(14):
        client.post(url, {"name": ann.name, "about": " ".join([NUMBER] * size)})
