"""The rules on paper, as the browser prints them: no line is cut, nothing is lost, and what only works on a screen is not there."""

from io import BytesIO

import pytest
from pypdf import PageObject, PdfReader

A4 = (595, 842)  # points, standing
EDGE = 20  # points that stay white at the top and the bottom of a sheet


def lines(page: PageObject) -> list[tuple[float, str]]:
    """How high each piece of text stands on the sheet, in points from its lower edge."""
    found: list[tuple[float, str]] = []

    def see(text: str, matrix: list[float], text_matrix: list[float], *_font: object) -> None:
        if text.strip():
            found.append((matrix[3] * text_matrix[5] + matrix[5], text))

    page.extract_text(visitor_text=see)
    return found


def test_every_line_of_the_rules_stands_whole_on_one_sheet(enter):
    page = enter("ann").go("/policy/")
    written = page.locator(".rule h2, .rule__short, .rule__body p, .rule__body li").all_inner_texts()
    assert len(written) > 40
    sheets = PdfReader(BytesIO(page.pdf(format="A4", print_background=True))).pages
    assert len(sheets) > 3
    for sheet in sheets:
        assert (sheet.mediabox.width, sheet.mediabox.height) == pytest.approx(A4, abs=1)
        heights = [height for height, _text in lines(sheet)]
        assert min(heights) > EDGE, "a line runs over the lower edge"
        assert max(heights) < A4[1] - EDGE, "a line runs over the upper edge"
    flat = lambda text: "".join(text.split()).casefold()  # noqa: E731  (how words are broken is the printer's)
    paper = flat("".join(sheet.extract_text() for sheet in sheets))
    assert [text for text in written if flat(text) not in paper] == []
    page.emulate_media(media="print")
    for name in (".topbar", ".rail", ".rule__link"):
        assert all(not one.is_visible() for one in page.locator(name).all()), name
    cut = page.evaluate("""() => [...document.querySelectorAll("main, main *")].filter(one => {
      const look = getComputedStyle(one), box = one.getBoundingClientRect();
      return box.height > 1 && look.overflowY !== "visible" && one.scrollHeight > one.clientHeight + 1;
    }).map(one => one.className || one.tagName)""")
    assert cut == []
