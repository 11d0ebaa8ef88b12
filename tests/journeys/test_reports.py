"""Reporting a post with scripts turned off: from its menu to the receipt, and to the page of one's own reports."""

import re

from playwright.sync_api import expect

RECEIPT = re.compile(r"/reports/\?new=[2-9B-Z]{4}-[2-9B-Z]{4}$")


def test_a_post_is_reported_without_script_and_a_mistake_loses_nothing(enter, places):
    ann = enter("ann", java_script_enabled=False)
    page = ann.go(f"/posts/{places['long']}/menu/")
    page.get_by_role("link", name="Meld fra", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Meld fra om innlegget")
    expect(page.get_by_role("link", name="Ring 113: ambulanse")).to_have_attribute("href", "tel:113")
    page.locator("input[value=other]").check()
    page.get_by_label("Det gjelder meg").check()
    page.get_by_role("button", name="Send meldingen").click()
    expect(page.locator("#id_text_error")).to_have_text("Fortell med egne ord hva som er galt.")
    expect(page.locator("input[value=other]")).to_be_checked()
    expect(page.get_by_label("Det gjelder meg")).to_be_checked()
    page.get_by_role("textbox", name="Med egne ord").fill("Det er bare støy.")
    page.get_by_role("button", name="Send meldingen").click()
    expect(page).to_have_url(RECEIPT)
    ref = page.url.rpartition("=")[2]
    expect(page.get_by_role("region", name="Takk. Vi har fått meldingen din.")).to_contain_text(ref)
    card = page.locator(f"#report-{ref}")
    expect(card).to_contain_text("Mottatt")
    expect(card).to_contain_text("Det er bare støy.")
    ann.go("/settings/").locator("a[href='/reports/']").click()
    expect(page.locator(f"#report-{ref}")).to_be_visible()


def test_the_time_is_shown_under_the_reason_that_is_chosen(enter, places):
    page = enter("ann").go(f"/report/post/{places['long']}/")
    times = page.locator(".reason__when")
    shown = [time.is_visible() for time in times.all()]
    assert shown == [False] * 13
    page.locator("input[value=other]").focus()
    page.keyboard.press("Space")
    expect(times.last).to_be_visible()
    expect(times.last).to_contain_text("Noen ser på det senest")
