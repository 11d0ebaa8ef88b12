"""How a version of the rules comes about: draft, consultation, a representative who disagrees, adopted, in force."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.test_accessible import ASKED, faults_of

SET_UP = """
from datetime import timedelta
from django.utils.timezone import localdate
from network.core.clock import now
from network.policy.models import Document, Section, SectionText, Version, VersionText
from network.policy.queries.texts import hashes
from network.policy.words import version_hash
from profiles.models import Person, Role
pia, mo = (Person.objects.get(handle=name) for name in ("pia", "mo"))
Role.objects.get_or_create(person=mo, kind=Role.Kind.POLICY_EDITOR, defaults={"starts_on": "2020-01-01"})
document = Document.objects.create(slug="reise", kind="privacy", name={"nb": "Personvern", "en": "Privacy"})
version = Version.objects.create(document=document, number=1)
section = Section.objects.create(version=version, slug="tone", position=1)
SectionText.objects.create(section=section, language="nb", heading="Tonen", short="Vi er kolleger.", body="Du kan være uenig.")
found = hashes(version)
for language, digest in found.items():
    VersionText.objects.create(version=version, language=language, content_hash=digest)
version.content_hash, version.published_by, version.approved_by = version_hash(found), pia, mo
version.published_on, version.effective_on = localdate() - timedelta(days=30), localdate() - timedelta(days=16)
for state in ("consultation", "sign-off", "scheduled", "in-force"):
    version.state = state
    if state == "in-force":
        version.in_force_at = now() - timedelta(days=16)
    version.save()
"""
OVER = """
from datetime import timedelta
from django.utils.timezone import localdate
from network.policy.models import Consultation
day = localdate()
Consultation.objects.filter(version__document__slug="reise").update(opens_on=day - timedelta(days=30), closes_on=day - timedelta(days=1))
"""
LATER = """
from datetime import timedelta
from django.utils import timezone
from network.policy.tasks import turn_versions
moment = timezone.now() + timedelta(days=15)
timezone.now = lambda: moment
turn_versions(timestamp=0)
"""
DAYS = "from datetime import timedelta; from django.utils.timezone import localdate; "
DRAFT = "/policy/drafts/reise/"
TOR = re.compile("Tor ")


def looked_at(page: Page) -> None:
    """axe finds nothing, wide in light and narrow in dark."""
    assert faults_of(page, "nb", ASKED["nb"]) == []


@pytest.fixture
def days(site):
    """The day so many days from today, as the site counts."""

    def day(count: int) -> str:
        code = f"print(localdate() + timedelta(days={count}))"
        return site.python(DAYS + code).splitlines()[-1]

    return day


def approved(page: Page) -> None:
    """Another editor looks at what was asked for, and approves."""
    page.get_by_role("link", name="Se på det").or_(page.locator("a[href*=approvals]")).first.click()
    looked_at(page)
    page.get_by_role("button", name="Godkjenn").click()


def test_rules_come_about_from_draft_to_force_with_a_representative_who_disagrees(enter, site, days):
    site.python(SET_UP)
    pia, mo, tor = enter("pia"), enter("mo"), enter("tor")
    # pia begins a draft and changes a section
    page = pia.go("/policy/drafts/")
    looked_at(page)
    page.locator("form[action*='/reise/new/'] button").click()
    page.locator("a[href*='sections/'][href$='language=nb']").first.click()
    page.get_by_label("Resten").fill("Du kan være uenig med alle.")
    looked_at(page)
    page.get_by_role("button", name="Lagre", exact=True).click()
    page.locator("a[href$='/note/']").first.click()
    page.get_by_label("Hva er endret? (Norsk)").fill("Det gjelder alle.")
    page.get_by_role("button", name="Lagre", exact=True).click()
    looked_at(page)
    # pia asks for a consultation, mo approves
    page.get_by_role("link", name="Åpne høringen").click()
    page.get_by_label("Første dag").fill(days(0))
    page.get_by_label("Siste dag").fill(days(30))
    page.get_by_label(TOR).check()
    looked_at(page)
    page.get_by_role("button", name="Spør en annen redaktør").click()
    other = mo.go(DRAFT)
    approved(other)
    # tor marks words in the text and proposes others; pia takes them in
    talk = tor.go("/policy/reise/consultation/")
    talk.evaluate(
        """() => {
          const words = document.querySelector("[data-quotable] .rule__body p").firstChild;
          getSelection().setBaseAndExtent(words, words.data.indexOf("med alle"), words, words.data.indexOf("med alle") + 8);
        }"""
    )
    expect(talk.get_by_label("Om hvilke ord?")).to_have_value("med alle")
    talk.get_by_label("Hva mener du?").fill("Si det enklere.")
    talk.get_by_label("Jeg foreslår andre ord").check()
    talk.get_by_label("Ordene du foreslår").fill("også med ledere")
    looked_at(talk)
    talk.get_by_role("button", name="Send", exact=True).click()
    page = pia.go("/policy/reise/consultation/")
    page.get_by_role("link", name="Si hva som kommer ut av det").click()
    page.get_by_label("Tatt inn", exact=True).check()
    page.get_by_label("Hvorfor?").fill("Ja, det er klarere.")
    looked_at(page)
    page.get_by_role("button", name="Svar").click()
    page = pia.go("/policy/reise/said-and-done/")
    expect(page.get_by_text("Ja, det er klarere.")).to_be_visible()
    looked_at(page)
    # the days pass; it lies with tor, who disagrees, and the employer answers
    site.python(OVER)
    page = pia.go(DRAFT + "steps/sign-off/")
    page.get_by_label(TOR).check()
    page.get_by_label("Siste dag for å svare").fill(days(7))
    page.get_by_role("button", name="Lagre", exact=True).click()
    said = tor.go("/policy/reise/sign-off/")
    looked_at(said)
    said.locator("input[name=outcome][value=disagreed]").check()
    said.get_by_label("Merknader, eller uenighetsprotokollen").fill("Ledere må nevnes først.")
    said.get_by_role("button", name="Gi svaret mitt").click()
    page = pia.go(DRAFT + "steps/schedule/")
    page.get_by_label("Gjelder fra").fill(days(14))
    page.get_by_role("button", name="Spør en annen redaktør").click()
    expect(page.get_by_text("Svar skriftlig på uenigheten først").first).to_be_visible()
    page = pia.go(DRAFT)
    page.get_by_role("link", name="Svar på uenigheten").click()
    page.get_by_label("Arbeidsgiverens svar").fill("Vi nevner dem i samme setning.")
    page.get_by_role("button", name="Lagre", exact=True).click()
    # two adopt it; on its day it counts
    page = pia.go(DRAFT + "steps/schedule/")
    page.get_by_label("Gjelder fra").fill(days(14))
    page.get_by_role("button", name="Spør en annen redaktør").click()
    approved(mo.go(DRAFT))
    looked_at(mo.page)
    site.python(LATER)
    read = tor.go("/policy/reise/")
    expect(read.get_by_text("Du kan være uenig også med ledere.")).to_be_visible()
    expect(read.get_by_text("Ledere må nevnes først.")).to_be_visible()
    expect(read.get_by_text("Vi nevner dem i samme setning.")).to_be_visible()
