"""A section of the rules is written: what is typed keeps itself, and two editors at once lose nothing."""

from playwright.sync_api import expect

from tests.journeys.test_accessible import ASKED, faults_of

EDITOR = """
from profiles.models import Person, Role
mo = Person.objects.get(handle="mo")
Role.objects.get_or_create(person=mo, kind=Role.Kind.POLICY_EDITOR, defaults={"starts_on": "2020-01-01"})
"""
DESK = "/policy/drafts/house-rules/"


def test_what_an_editor_types_keeps_itself_and_meets_what_another_saved(enter, site):
    site.python(EDITOR)
    pia, mo = enter("pia"), enter("mo")
    page = pia.go(DESK)
    path = page.locator("a[href*='sections/'][href$='language=nb']").last.get_attribute("href")
    page, line = pia.go(path), pia.page.locator("#kept-line")
    words = page.get_by_label("Resten").input_value()
    page.get_by_label("Resten").fill(words + "\n\nPias tillegg.")
    expect(line).to_contain_text("tatt vare på", timeout=8_000)
    # she leaves without saving, and comes back
    pia.go(DESK)
    expect(page.get_by_text("Du har noe her som ikke er lagret")).to_be_visible()
    page = pia.go(path)
    expect(page.get_by_label("Resten")).to_have_value(words + "\n\nPias tillegg.")
    assert faults_of(page, "nb", ASKED["nb"]) == []
    # mo saves other words meanwhile; she is told while she writes, and what she sends is not saved over his
    other = mo.go(path)
    expect(other.get_by_text("Pias tillegg.")).to_have_count(0)
    other.get_by_label("Resten").fill(words + "\n\nMos tillegg.")
    other.get_by_role("button", name="Lagre", exact=True).click()
    page.get_by_label("Resten").fill(words + "\n\nPias andre tillegg.")
    expect(line).to_contain_text("Noe annet er lagret her", timeout=8_000)
    expect(page.locator("#their-words")).to_contain_text("Mos tillegg.")
    assert faults_of(page, "nb", ASKED["nb"]) == []
    page.get_by_role("button", name="Lagre", exact=True).click()
    expect(page.locator(".error-summary")).to_be_visible()
    expect(page.locator("#their-words")).to_contain_text("Mos tillegg.")
    expect(page.get_by_label("Resten")).to_have_value(words + "\n\nPias andre tillegg.")
    # she takes over what there was before, and nothing waits any more
    page.get_by_label("Resten").fill(words)
    page.get_by_role("button", name="Lagre", exact=True).click()
    page.wait_for_url(f"**{DESK}#section-*")
    expect(page.get_by_text("Du har noe her som ikke er lagret")).to_have_count(0)
    expect(mo.go(path).get_by_label("Resten")).to_have_value(words)
