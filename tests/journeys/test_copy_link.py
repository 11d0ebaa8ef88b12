"""The link beside the heading of a section: copied with script, followed without."""

from urllib.parse import urljoin

from playwright.sync_api import expect


def test_the_address_of_a_section_is_copied_and_said_politely(enter):
    ann = enter("ann")
    ann.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = ann.go("/policy/house-rules/versions/2/?changes=1")
    link = page.get_by_role("link", name="Kopier lenken til").nth(1)
    anchor = link.get_attribute("href")
    link.focus()
    page.keyboard.press("Enter")
    said = page.get_by_role("status").filter(has_text="Lenken er kopiert.")
    expect(said).to_be_visible()
    address = page.evaluate("navigator.clipboard.readText()")
    assert address == urljoin(ann.address, f"/policy/house-rules/versions/2/{anchor}")
    expect(link).to_be_focused()
    # whoever gets it comes to the section
    page.goto(address)
    expect(page.locator(anchor)).to_be_in_viewport()


def test_a_browser_that_may_not_copy_goes_there(enter):
    ann = enter("ann")
    page = ann.go("/policy/")
    page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('refused')); }")
    link = page.get_by_role("link", name="Kopier lenken til").nth(2)
    anchor = link.get_attribute("href")
    link.click()
    page.wait_for_url(f"**/policy/{anchor}")
    expect(page.get_by_text("Lenken er kopiert.")).to_have_count(0)
