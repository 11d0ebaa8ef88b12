"""Figures for everybody, without a script and by keyboard; and a package and a record on the employer's side."""

import json

import pytest
from playwright.sync_api import expect

from tests.journeys.test_accessible import ASKED, faults_of
from tests.journeys.test_keyboard_only import shows_focus, tab_to
from tests.journeys.transparency_pages import REFS


@pytest.fixture(scope="session")
def handed(site) -> dict[str, str]:
    return json.loads(site.python(REFS).splitlines()[-1])


@pytest.mark.parametrize("lang", ["nb", "en"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_everybody_reads_what_moderation_does(enter, lang, scripts):
    cleo = enter("cleo", lang=lang, java_script_enabled=scripts)
    page = cleo.go("/policy/house-rules/")
    page.locator("main a[href='/transparency/']").click()
    heading = "Slik modereres det" if lang == "nb" else "What moderation does"
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    expect(page.locator("#reasons")).to_contain_text("holdt tilbake" if lang == "nb" else "held back")
    expect(page.locator("#reasons")).to_contain_text("Det kom inn" if lang == "nb" else "There were")
    page.locator("main a[href^='/transparency/2']").first.click()
    expect(page.locator("main")).to_contain_text("Tor Eilertsen")
    shown = [int(n) for n in page.locator("#reasons tbody td.num").all_inner_texts() if n.strip().isdigit()]
    assert shown
    assert all(n == 0 or n >= 5 for n in shown)
    if scripts:
        assert faults_of(page, lang, ASKED[lang]) == []


def test_the_figures_are_reached_and_read_by_keyboard_alone(enter):
    cleo = enter("cleo", lang="en", reduced_motion="reduce")
    page = cleo.go("/reports/")
    tab_to(page, "a[href='/transparency/']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/transparency/")
    tab_to(page, "#reasons [role=group]")  # a table that may scroll has the focus too
    shows_focus(page)


def test_a_party_reads_the_record_and_says_so_without_a_script(enter, handed):
    tor = enter("tor", lang="en", java_script_enabled=False)
    page = tor.go("/meetings/")
    page.locator(f"a[href='/meetings/{handed['meeting']}/']").click()
    expect(page.locator("main")).to_contain_text("No sound is recorded.")
    page.locator("#word textarea").fill("Read together with the employee.")
    page.locator("#word button").click()
    expect(page.locator("main")).to_contain_text("Read together with the employee.")
    page.locator("button[name=confirm]").click()
    expect(page.locator("main")).to_contain_text("You have read it")
    hege = enter("hege", lang="nb")
    kept = hege.go(f"/handed-over/{handed['file']}/meetings/{handed['meeting']}/")
    expect(kept.locator("main")).to_contain_text("Read together with the employee.")
    for handle in ("cleo", "mo", "lea", "ada", "mona"):
        answer = enter(handle).page.goto(f"{hege.address}/meetings/{handed['meeting']}/")
        assert answer.status == 404, handle
