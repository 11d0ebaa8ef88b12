"""A second editor, and a draft on each station of its way."""

import pytest

from network.policy.actions.writing import write_section
from network.policy.queries.texts import hash_of_text
from tests.policy.adopted import mandate_of
from tests.policy.moved import consulted, draft_of, editor_of, laid_before


@pytest.fixture
def eva(db):
    """The other policy editor."""
    return editor_of()


@pytest.fixture
def draft(pia):
    """Like the version that counts, word for word."""
    return draft_of(pia)


@pytest.fixture
def rewrite(pia):
    """Other words in the first section."""

    def rewritten(version, body="Du kan være uenig med alle.", by=pia, language="nb"):
        section = version.sections.first()
        text = section.texts.filter(language=language).first()
        words = {"heading": "Tonen her", "short": "Vi snakker til hverandre som kolleger.", "body": body}
        return write_section(by=by, section=section, language=language, words=words, read=hash_of_text(text))

    return rewritten


@pytest.fixture
def open_draft(draft, rewrite, pia, eva, tor):
    """In consultation, with one changed section."""
    rewrite(draft)
    return consulted(draft, pia, eva, tor)


@pytest.fixture
def signing(open_draft, pia, tor):
    """With tor."""
    return laid_before(open_draft, pia, [mandate_of(tor)])
