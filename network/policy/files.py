"""A version of the rules on paper: one PDF with a fingerprint, page numbers and the word of the representatives."""

import re
from collections.abc import Iterator
from functools import cache
from html import escape
from io import BytesIO
from pathlib import Path
from typing import Any, cast

import reportlab
from django.utils.timezone import localdate
from django.utils.translation import gettext, override
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, ListFlowable, Paragraph, SimpleDocTemplate, Spacer

from network.core.templatetags.ui import whole_day
from network.core.text import fold
from network.policy.models import SignOff
from network.policy.queries import Reading
from network.policy.queries.reading import Rule

# Every Latin letter is in DejaVu, which Debian has and our image installs; what comes with the library knows fewer.
_DEJAVU = Path("/usr/share/fonts/truetype/dejavu")
_VERA = Path(reportlab.__file__).parent / "fonts"
_INK, _FAINT = "#0c242a", "#51666a"
_BLOCK = re.compile(r"<(p|li|h3|h4|blockquote)>(.*?)</\1>", re.DOTALL)
_KEPT = {"strong": "b", "em": "i"}


@cache
def _fonts() -> tuple[str, str]:
    """The names of the plain and the strong font, registered once."""
    found = (_DEJAVU / "DejaVuSans.ttf", _DEJAVU / "DejaVuSans-Bold.ttf")
    paths = found if all(path.exists() for path in found) else (_VERA / "Vera.ttf", _VERA / "VeraBd.ttf")
    for name, path in zip(("Rules", "Rules-Bold"), paths, strict=True):
        pdfmetrics.registerFont(TTFont(name, str(path)))
    pdfmetrics.registerFontFamily("Rules", normal="Rules", bold="Rules-Bold", italic="Rules", boldItalic="Rules-Bold")
    return "Rules", "Rules-Bold"


def _style(size: float, *, strong: bool = False, colour: str = _INK, before: float = 0, **more: Any) -> ParagraphStyle:
    plain, bold = _fonts()
    return ParagraphStyle(
        f"{size}{strong}{colour}{before}{sorted(more)}", fontName=bold if strong else plain, fontSize=size,
        leading=size * 1.45, textColor=HexColor(colour), spaceBefore=before, spaceAfter=3, **more,
    )  # fmt: skip


def _written(text: str) -> str:
    """The text as the font can write it: a letter that it lacks loses its accent, anything else becomes a box."""
    known = cast(Any, pdfmetrics.getFont(_fonts()[0])).face.charToGlyph
    return "".join(c if ord(c) in known or c in "\n\t" else (fold(c) or "\u25a1") for c in text)


class _Heading(Paragraph):
    """A heading that the reader's list of contents names."""

    def __init__(self, text: str, style: ParagraphStyle, anchor: str) -> None:
        super().__init__(escape(_written(text)), style)
        self.anchor, self.words = anchor, text

    def draw(self) -> None:
        self.canv.bookmarkPage(self.anchor)
        self.canv.addOutlineEntry(self.words, self.anchor, level=0)
        super().draw()


def pdf_of(reading: Reading) -> bytes:
    """The version as it is shown, in its language, with date, fingerprint and page x of y. Same in, same out."""
    with override(reading.language):
        pages = _build(reading, 0, BytesIO())  # how many there are is known only once they are set
        out = BytesIO()
        _build(reading, pages, out)
    return out.getvalue()


def _build(reading: Reading, pages: int, out: BytesIO) -> int:
    title = f"{reading.document} · {gettext('Version %(number)s') % {'number': reading.version.number}}"
    paper = SimpleDocTemplate(
        out, pagesize=A4, leftMargin=22 * mm, rightMargin=22 * mm, topMargin=20 * mm, bottomMargin=24 * mm,
        title=title, lang=reading.language, invariant=1, pageCompression=1,
    )  # fmt: skip

    def foot(canvas: Any, _paper: Any) -> None:
        canvas.saveState()
        canvas.setFont(_fonts()[0], 7.5)
        canvas.setFillColor(_FAINT)
        numbered = gettext("page %(page)s of %(pages)s") % {"page": canvas.getPageNumber(), "pages": pages}
        canvas.drawString(22 * mm + 6, 14 * mm, _written(f"{title} · {_since(reading)} · {reading.language}"))
        canvas.drawRightString(A4[0] - 22 * mm - 6, 14 * mm, numbered)
        canvas.drawString(22 * mm + 6, 10 * mm, f"SHA-256 {reading.digest}")
        canvas.restoreState()

    paper.build(list(_story(reading)), onFirstPage=foot, onLaterPages=foot)
    return int(paper.page)


def _since(reading: Reading) -> str:
    day = reading.version.effective_on
    return gettext("counts from %(day)s") % {"day": whole_day(day)} if day else gettext("does not count yet")


def _story(reading: Reading) -> Iterator[Flowable]:
    yield _Heading(str(reading.document), _style(22, strong=True), "top")
    numbered = gettext("Version %(number)s") % {"number": reading.version.number}
    yield Paragraph(escape(f"{numbered} · {_since(reading)}"), _style(10, colour=_FAINT, before=4))
    if not reading.counts_as:
        yield Paragraph(escape(gettext("This is a translation. The other language counts.")), _style(10))
    yield Spacer(1, 4 * mm)
    for rule in reading.rules:
        yield from _section(rule)
    yield from _made(reading)


def _section(rule: Rule) -> Iterator[Flowable]:
    heading = f"{rule.number}. {rule.text.heading}"
    yield _Heading(heading, _style(14, strong=True, before=14, keepWithNext=1), rule.section.slug)
    if rule.text.short:
        yield Paragraph(escape(_written(rule.text.short)), _style(11.5, before=2))
    rest, do, dont = rule.html
    yield from _blocks(rest)
    for words, html in ((gettext("Like this:"), do), (gettext("Not like this:"), dont)):
        if html:
            yield Paragraph(escape(words), _style(10, strong=True, before=4, keepWithNext=1))
            yield from _blocks(html)
    for law in rule.laws:
        yield Paragraph(
            escape(_written(f"{law['law']}, {law['place']} ({law['read_on']})")), _style(8.5, colour=_FAINT)
        )


def _blocks(html: str) -> Iterator[Flowable]:
    for kind, inner in _BLOCK.findall(html):
        line = Paragraph(_inline(inner), _style(10, strong=kind in ("h3", "h4"), before=2))
        yield ListFlowable([line], bulletType="bullet", start="•", leftIndent=12) if kind == "li" else line


def _inline(html: str) -> str:
    """What the library reads of our cleaned HTML: strong and emphasis; every other tag falls away, its words stay."""

    def tag(found: re.Match[str]) -> str:
        name = _KEPT.get(found[2], "")
        return f"<{found[1]}{name}>" if name else ""

    return _written(re.sub(r"<(/?)(\w+)[^>]*>", tag, html))


def _made(reading: Reading) -> Iterator[Flowable]:
    yield _Heading(gettext("Who made it"), _style(14, strong=True, before=18, keepWithNext=1), "made")
    version = reading.version
    if version.published_by and version.approved_by and version.published_on:
        said = gettext("Adopted on %(day)s by %(one)s and %(other)s.")
        names = {"one": version.published_by.name, "other": version.approved_by.name}
        yield Paragraph(escape(_written(said % {"day": whole_day(version.published_on), **names})), _style(10))
    for sign_off in reading.sign_offs:
        name = "" if sign_off.outcome == SignOff.Outcome.NO_REPLY else f", {sign_off.person.name}"
        line = f"{sign_off.body}{name}: {sign_off.get_outcome_display()} ({whole_day(localdate(sign_off.at))})"
        yield Paragraph(escape(_written(line)), _style(10, strong=True, before=6))
        if sign_off.remarks:
            yield Paragraph(escape(_written(sign_off.remarks)), _style(10, leftIndent=12))
        reply = getattr(sign_off, "employer_reply", None)
        if reply is not None:
            yield Paragraph(
                escape(_written(f"{gettext('The employer answers')}: {reply.text}")), _style(10, leftIndent=12)
            )
