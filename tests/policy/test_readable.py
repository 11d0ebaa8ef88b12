"""LIX, and what nobody has filled in."""

import pytest

from network.policy.readable import HEAVY, lix, placeholders


def test_lix_counts_words_in_a_sentence_and_long_words():
    assert lix("Vi er her. Du er der.") == 3  # three words a sentence, none long
    assert lix("Arbeidsgiveren dokumenterer vurderingene.") == 103  # three words, all long
    assert lix("") == 0


def test_plain_text_is_easy_and_the_language_of_offices_is_not():
    plain = "Snakk med hverandre som kolleger. Du kan være uenig. Si fra når noe er galt."
    offices = (
        "Virksomhetens arbeidstakere forutsettes å overholde gjeldende retningslinjer vedrørende kommunikasjon, "
        "herunder konfidensialitetsbestemmelser, personvernbestemmelser og dokumentasjonskrav."
    )
    assert lix(plain) < HEAVY < lix(offices)


def test_lines_of_a_list_are_sentences():
    assert lix("Vi lover:\n- å lese alt\n- å svare alle\n- å si hvorfor") < 15  # 20 as one sentence


@pytest.mark.parametrize("text", ["Hos [arbeidsgiver] …", "{{ navn }}", "[[verneombud]]", "Ring ______ straks"])
def test_what_is_left_to_fill_in_is_found(text):
    assert len(placeholders(text)) == 1


def test_a_link_is_no_placeholder():
    assert placeholders("Se [loven](https://lovdata.no/x) og [fyll inn]") == ["[fyll inn]"]
