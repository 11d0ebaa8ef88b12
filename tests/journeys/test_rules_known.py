"""The rules in real browsers: a question with the acknowledgement, without script, and axe on every page of it.

A site of its own without the demo company: whoever is past their last day is led to the rules on every page.
"""

import re
from contextlib import ExitStack

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import KEPT, start_embedded
from tests.journeys.second_step import sign_in_by_form
from tests.journeys.test_accessible import ASKED, faults_of, told

PASSWORD = "glod-demo-vannkraft"
FURNISH = f"""
from datetime import timedelta
from django.utils.timezone import localdate
from network.core.clock import now
from network.policy.models import ChangeNote, EvidenceExport, QuizPass, QuizTally
from network.policy.states import State
from profiles.models import Department, Person, Role
from tests.policy.adopted import WAY, _move, version_at
from tests.policy.known import known, quiz_of
home = Department.objects.create(name="Feltmontasje", slug="felt")
people = {{}}
for handle in ("siv", "odd", "pia", "per", *(f"k{{n}}" for n in range(12))):
    people[handle] = Person.objects.create_user(
        f"{{handle}}@glod.example", "{PASSWORD}", handle=handle, name=f"{{handle.title()}} Hansen", department=home,
        created_at=now() - timedelta(days=900),
    )
for handle in ("pia", "per"):
    Role.objects.create(person=people[handle], kind=Role.Kind.POLICY_EDITOR, starts_on="2020-01-01")
both = {{"nb": ("Tonen her", "Vi er kolleger.", "Du kan være **uenig**."), "en": ("The tone", "We are colleagues.", "You may **disagree**.")}}
two = {{"nb": ("Privat er privat", "Ditt er ditt.", "Ledere spør ikke."), "en": ("Private", "Yours is yours.", "Leaders do not ask.")}}
sections = (("tone", both), ("private", two))
last = localdate() - timedelta(days=1)
first = version_at(sections=sections, acknowledge_by=last)
for person in people.values():
    known(person, first, days_ago=10)
second = version_at(State.DRAFT, sections=sections)
ChangeNote.objects.create(version=second, key=second.sections.first().key, kind="clarified", text={{"nb": "Tydeligere om uenighet.", "en": "Clearer about disagreeing."}})
questions = quiz_of(second)
_move(second, WAY[:4], {{"acknowledge_by": last}})
for handle in ("pia", "per", *(f"k{{n}}" for n in range(6))):
    known(people[handle], second, days_ago=2)
    QuizPass.objects.create(person=people[handle], version=second)
key = second.sections.first().key
known(people["k7"], second, form="objection", text="For strengt.", key=key)
QuizTally.objects.create(question=questions[0], shown=9, wrong=4)
quiz_of(version_at(State.DRAFT, sections=sections), 2)
EvidenceExport.objects.create(version=second, purpose="Tilsyn", asked_by=people["per"])
EvidenceExport.objects.create(version=first, purpose="Revisjon", asked_by=people["pia"], approved_by=people["per"], approved_at=now())
"""
RULES = "/policy/house-rules/acknowledge/"


@pytest.fixture(scope="module")
def house():
    """A running site on which siv, odd and others have not acknowledged the second version in time."""
    var = KEPT / "journeys-rules"
    with ExitStack() as ending:
        site = start_embedded(ending, var, GLOD_DEMO="0")
        site.python(FURNISH)
        yield site


@pytest.fixture
def come(enter, house):
    """Somebody of the house, signed in by password."""

    def signed_in(handle, lang="nb", **options):
        person = enter(at=house.addresses[0], lang=lang, **options)
        sign_in_by_form(person, handle, lang, PASSWORD)
        return person

    return signed_in


def test_siv_asks_a_question_with_her_acknowledgement_and_gets_an_answer(come):
    siv = come("siv")
    page = siv.go("/people/?q=odd")
    expect(page).to_have_url(re.compile(r"/policy/asked/\?next="))
    page.get_by_role("link", name="Les og kvitter").click()
    expect(page.get_by_text("Tydeligere om uenighet.")).to_be_visible()
    page.locator(".ack").get_by_role("link", name="Jeg har et spørsmål").click()
    form = page.locator("#say-question form")
    form.get_by_role("combobox").select_option(label="Privat er privat")
    form.get_by_role("textbox").fill("Gjelder det også i lunsjen?")
    form.get_by_role("button").click()
    expect(page).to_have_url(re.compile(r"/people/\?q=odd$"))  # where she was going
    expect(page.locator("#toasts")).to_contain_text("får svar")

    pia = come("pia").go("/policy/questions/")
    card = pia.locator("main .card", has_text="Gjelder det også i lunsjen?")
    expect(card).to_contain_text("Privat er privat")
    card.get_by_role("link", name="Svar").click()
    pia.get_by_role("textbox", name="Svaret ditt").fill("Ja, også da.")
    pia.get_by_role("button", name="Send svaret").click()
    expect(pia).to_have_url(re.compile(r"/policy/questions/$"))

    siv.go("/notifications/").get_by_role("link", name="har svart på det du spurte om").first.click()
    expect(siv.page).to_have_url(re.compile(r"/settings/acknowledgements/#acknowledgement-\d+$"))
    expect(siv.page.get_by_text("Ja, også da.")).to_be_visible()


def test_odd_acknowledges_without_script_and_takes_his_evidence_home(come):
    odd = come("odd", java_script_enabled=False)
    page = odd.go("/groups/")
    page.get_by_role("link", name="Les og kvitter").click()
    page.locator(".ack").get_by_role("button", name="Kvitter").click()
    expect(page).to_have_url(re.compile(r"/groups/$"))
    page = odd.go(RULES)
    expect(page.locator(".ack")).to_contain_text("Du kvitterte for denne utgaven")
    page = odd.go("/policy/house-rules/quiz/")
    for number in range(3):
        page.locator("form.quiz fieldset").nth(number).get_by_text("Svar 1").click()
    page.get_by_role("button", name="Se svarene").click()
    expect(page.get_by_text("Alt er riktig")).to_be_visible()
    page = odd.go("/settings/acknowledgements/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Last ned").click()
    assert '"hash"' in download.value.path().read_text()


@pytest.mark.parametrize("lang", ["nb", "en"])
def test_nobody_is_shut_out_of_the_pages_about_knowing_the_rules(come, house, lang):
    faults = []
    walks = {
        "k8": ["/policy/asked/", RULES, f"{RULES}?form=objection", "/policy/house-rules/quiz/", "/policy/house-rules/coverage/", "/settings/acknowledgements/", "/settings/"],
        "pia": ["/policy/questions/", "/policy/questions/?show=answered", "/policy/house-rules/coverage/", "/policy/evidence/", "/policy/drafts/house-rules/quiz/"],
    }  # fmt: skip
    for handle, paths in walks.items():
        person = come(handle, lang=lang)
        for path in paths:
            person.go(path)
            faults += [f"{path}: {fault}" for fault in faults_of(person.page, lang, ASKED[lang])]
    person.go("/policy/questions/").locator("main .card a.btn").first.click()
    faults += [f"answer: {fault}" for fault in faults_of(person.page, lang, ASKED[lang])]
    told(faults)
