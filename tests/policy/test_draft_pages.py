"""The pages on which rules are made: who finds them, what they refuse beside the field, and that no words are lost."""

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from network.core.clock import add_working_days
from network.policy.models import Approval, Remark, SignOff, Version
from network.policy.queries.texts import hash_of_text
from network.policy.states import State
from tests.policy.adopted import PRIVATE, TONE, document_of, mandate_of, version_at
from tests.policy.moved import days, draft_of, fresh, says

pytestmark = pytest.mark.django_db
SLUG = "house-rules"


@pytest.fixture
def page(client):
    def got(person, name, *given, data=None, **query):
        client.force_login(person)
        url = reverse(f"policy:{name}", args=given)
        return client.get(url, query) if data is None else client.post(url, data)

    return got


@pytest.mark.parametrize("who", ["ann", "mona", "mo", "tor", "ada"])
def test_the_desk_does_not_exist_for_those_who_do_not_write(who, request, page, draft):
    person = request.getfixturevalue(who)
    section = draft.sections.first().pk
    for name, given in (
        ("drafts", ()), ("draft", (SLUG,)), ("section_edit", (SLUG, section)), ("section_laws", (SLUG, section)),
        ("change_note", (SLUG, section)), ("step", (SLUG, "consultation")), ("workshop", (SLUG,)),
    ):  # fmt: skip
        assert page(person, name, *given).status_code == 404
    for name, given in (("new_draft", (SLUG,)), ("add_section", (SLUG,)), ("place_section", (SLUG, section))):
        assert page(person, name, *given, data={}).status_code == 404
    assert page(person, "consultation", SLUG).status_code == 404  # nobody is asked about a draft yet


def test_an_editor_begins_a_draft_and_sees_what_is_left(page, pia):
    version_at(State.IN_FORCE, document_of())
    assert page(pia, "new_draft", SLUG, data={}).status_code == 303
    draft = Version.objects.get(state=State.DRAFT)
    old = draft.document.versions.in_force().get()
    assert set(draft.sections.values_list("key", "slug")) == set(old.sections.values_list("key", "slug"))
    assert page(pia, "drafts").status_code == 200
    assert page(pia, "new_draft", SLUG, data={}).status_code == 404


def test_the_desk_lists_missing_notes_placeholders_and_heavy_text(page, pia, draft, rewrite):
    heavy = "Virksomhetens arbeidstakere forutsettes å overholde [arbeidsgiver]s konfidensialitetsbestemmelser."
    rewrite(draft, body=heavy)
    pia.language = "en"
    pia.save()
    text = page(pia, "draft", SLUG).content.decode()
    assert "Write what changed in “Tonen her”" in text
    assert "Fill in [arbeidsgiver]" in text
    assert "heavy to read" in text


def test_a17_the_mark_comes_when_the_source_changes_and_goes_when_it_is_translated_anew(page, pia, draft, rewrite):
    pia.language = "en"
    pia.save()
    section = draft.sections.first()
    words = {"heading": "The tone", "short": "We talk as colleagues.", "body": "You may disagree."}
    url = reverse("policy:section_edit", args=[SLUG, section.pk]) + "?language=en"
    assert page(pia, "section_edit", SLUG, section.pk, language="en").status_code == 200
    client = page.__closure__[0].cell_contents

    def translate():
        read = hash_of_text(section.texts.filter(language="en").first())
        return client.post(url, {**words, "read": read, "is_current": "on"})

    assert translate().status_code == 303
    assert "Translation outdated" not in page(pia, "draft", SLUG).content.decode()
    rewrite(draft)
    assert "Translation outdated" in page(pia, "draft", SLUG).content.decode()
    translate()
    assert "Translation outdated" not in page(pia, "draft", SLUG).content.decode()


def test_two_editors_lose_no_words(page, pia, eva, draft, rewrite):
    section = draft.sections.first()
    read = hash_of_text(section.texts.get(language="nb"))
    rewrite(draft, body="Evas ord.", by=eva)
    mine = {"heading": "Tonen", "short": "", "body": "Pias ord.", "read": read}
    answer = page(pia, "section_edit", SLUG, section.pk, data=mine)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Evas ord." in text
    assert "Pias ord." in text
    assert section.texts.get(language="nb").body == "Evas ord."
    again = answer.context["form"]["read"].value()
    assert page(pia, "section_edit", SLUG, section.pk, data={**mine, "read": again}).status_code == 303
    assert section.texts.get(language="nb").body == "Pias ord."


def test_a_preview_saves_nothing(page, pia, draft):
    section = draft.sections.first()
    words = {"heading": "Tonen", "short": "", "body": "**Ny**", "preview": "1"}
    assert "<strong>Ny</strong>" in page(pia, "section_edit", SLUG, section.pk, data=words).content.decode()
    assert section.texts.get(language="nb").heading == "Tonen her"


def test_sections_change_places_go_and_come_back(page, pia):
    draft = draft_of(pia, counts=(TONE, PRIVATE))
    first, second = draft.sections.order_by("position")
    place = lambda section, do: page(pia, "place_section", SLUG, section.pk, data={"do": do})  # noqa: E731
    place(second, "up")
    assert [one.slug for one in draft.sections.order_by("position")] == ["private", "tone"]
    place(second, "remove")
    assert [one.slug for one in draft.sections.all()] == ["tone"]
    old = draft.document.versions.in_force().get().sections.get(slug="private")
    place(old, "restore")
    assert draft.sections.get(slug="private").key == old.key
    page(pia, "add_section", SLUG, data={"heading": "Bilder på nett"})
    assert draft.sections.last().slug == "bilder-pa-nett"


@pytest.mark.parametrize("line", ["arbeidsmiljøloven § 4-3", "aml; § 4-3; i fjor", "aml; § 4-3; 2999-01-01"])
def test_a_law_has_a_place_and_a_day_on_which_it_was_read(page, pia, draft, line):
    section = draft.sections.first()
    assert page(pia, "section_laws", SLUG, section.pk, data={"laws": line}).status_code == 422
    good = "arbeidsmiljøloven; § 4-3; 2026-01-02"
    assert page(pia, "section_laws", SLUG, section.pk, data={"laws": good}).status_code == 303
    kept = {"law": "arbeidsmiljøloven", "place": "§ 4-3", "read_on": "2026-01-02"}
    assert draft.sections.first().laws == [kept]
    both = f"{good}; Working Environment Act; section 4-3"
    assert page(pia, "section_laws", SLUG, section.pk, data={"laws": both}).status_code == 303
    assert draft.sections.first().laws == [kept | {"other": "Working Environment Act", "there": "section 4-3"}]
    assert both in page(pia, "section_laws", SLUG, section.pk).content.decode()


def test_one_editor_asks_and_another_approves_on_the_page(page, pia, eva, tor, draft):
    mandate = mandate_of(tor)
    days_of = {"opens_on": localdate().isoformat(), "invited": [mandate.pk]}
    short = {**days_of, "closes_on": add_working_days(localdate(), 2).isoformat()}
    answer = page(pia, "step", SLUG, "consultation", data=short)
    assert answer.status_code == 422
    assert answer.context["form"].errors.keys() == {"closes_on"}
    long = {**days_of, "closes_on": add_working_days(localdate(), 12).isoformat()}
    assert page(pia, "step", SLUG, "consultation", data=long).status_code == 303
    asked = Approval.objects.get()
    page(pia, "approval", SLUG, asked.pk, data={"do": "approve"})
    assert fresh(draft).state == State.DRAFT
    assert page(eva, "approval", SLUG, asked.pk).status_code == 200
    page(eva, "approval", SLUG, asked.pk, data={"do": "approve"})
    assert fresh(draft).state == State.CONSULTATION


def test_a_step_that_the_version_cannot_take_is_no_page(page, pia, draft):
    for step in ("sign-off", "schedule", "draft", "in-force", "nonsense"):
        assert page(pia, "step", SLUG, step).status_code == 404


def test_everybody_reads_and_speaks_in_the_consultation_and_gets_an_answer(page, ann, pia, open_draft):
    section = open_draft.sections.first()
    said = {
        "part": section.pk,
        "quote": "uenig med alle",
        "text": "For vidt",
        "is_proposal": "on",
        "replacement": "uenig",
    }
    assert page(ann, "consultation", SLUG, data={**said, "quote": "finnes ikke"}).status_code == 422
    assert page(ann, "consultation", SLUG, data=said).status_code == 303
    remark = Remark.objects.get()
    assert "For vidt" in page(ann, "consultation", SLUG).content.decode()
    assert page(ann, "answer_remark", SLUG, remark.pk).status_code == 404
    shown = page(pia, "answer_remark", SLUG, remark.pk).content.decode()
    assert "Du kan være uenig." in shown  # as it would read
    assert page(pia, "answer_remark", SLUG, remark.pk, data={"outcome": "accepted", "reply": ""}).status_code == 422
    page(pia, "answer_remark", SLUG, remark.pk, data={"outcome": "accepted", "reply": "Ja, bedre."})
    assert "Ja, bedre." in page(ann, "said_and_done", SLUG).content.decode()


def test_a_comment_is_answered_under_it_and_taken_back_by_its_author(page, ann, ben, open_draft):
    page(ann, "consultation", SLUG, data={"part": open_draft.sections.first().pk, "text": "Hvorfor?"})
    remark = Remark.objects.get()
    page(ben, "remark", SLUG, remark.pk, data={"text": "Fordi."})
    page(ben, "remark", SLUG, remark.pk, data={"do": "withdraw"})
    assert "Fordi." in page(ann, "consultation", SLUG).content.decode()
    page(ann, "remark", SLUG, remark.pk, data={"do": "withdraw"})
    remark.refresh_from_db()
    assert remark.withdrawn_at


def test_the_page_of_a_consultation_costs_the_same_however_much_is_said(
    page, ann, pia, open_draft, django_assert_num_queries
):
    def say(count):
        for number in range(count):
            page(ann, "consultation", SLUG, data={"part": open_draft.sections.first().pk, "text": f"Nummer {number}"})

    say(1)
    page(pia, "consultation", SLUG)
    with django_assert_num_queries(18):
        page(pia, "consultation", SLUG)
    say(9)
    page(pia, "consultation", SLUG)
    with django_assert_num_queries(18):
        page(pia, "consultation", SLUG)


def test_the_desk_costs_the_same_however_many_sections(page, pia, django_assert_num_queries):
    draft = draft_of(pia, counts=(TONE, PRIVATE))
    page(pia, "draft", SLUG)
    with django_assert_num_queries(29):
        page(pia, "draft", SLUG)
    for number in range(8):
        page(pia, "add_section", SLUG, data={"heading": f"Punkt {number}"})
    assert draft.sections.count() == 10
    with django_assert_num_queries(29):
        page(pia, "draft", SLUG)


def test_a_representative_answers_for_the_text_that_was_shown(page, ann, tor, signing):
    assert page(ann, "sign_off", SLUG).context["form"] is None
    answer = {
        "digest": signing.content_hash,
        "mandate": signing.sign_off_requests.get().mandate_id,
        "outcome": "agreed",
    }
    assert page(ann, "sign_off", SLUG, data=answer).status_code == 404
    assert page(tor, "sign_off", SLUG).context["form"] is not None
    assert page(tor, "sign_off", SLUG, data={**answer, "digest": "0" * 64}).status_code == 422
    assert page(tor, "sign_off", SLUG, data=answer).status_code == 303
    assert page(tor, "sign_off", SLUG).context["form"] is None
    assert SignOff.objects.get().person == tor


def test_the_employer_answers_beside_the_disagreement(page, ann, pia, tor, signing):
    said = says(tor, signing, "disagreed", "Uenighetsprotokoll: for vidt.")
    assert page(ann, "employer_reply", SLUG, said.pk).status_code == 404
    assert page(pia, "employer_reply", SLUG, said.pk, data={"text": "Vi har lyttet."}).status_code == 303
    text = page(ann, "sign_off", SLUG).content.decode()
    assert "Uenighetsprotokoll: for vidt." in text
    assert "Vi har lyttet." in text


def test_a03_short_notice_is_shown_to_everybody(page, ann, pia, eva, tor, signing):
    says(tor, signing)
    plan = {"effective_on": days(5).isoformat(), "short_notice_reason": "Ny lov fra januar"}
    assert page(pia, "step", SLUG, "schedule", data={**plan, "short_notice_reason": ""}).status_code == 422
    page(pia, "step", SLUG, "schedule", data=plan)
    page(eva, "approval", SLUG, Approval.objects.get(step="schedule").pk, data={"do": "approve"})
    version = fresh(signing)
    assert "Ny lov fra januar" in page(ann, "version", SLUG, version.number).content.decode()
    assert page(pia, "draft", SLUG).status_code == 200
