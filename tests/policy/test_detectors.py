"""What detectors find, what they leave alone, and that they are quick. Every number here is nobody's."""

import random
import sys
import time
from collections.abc import Callable

import pytest

from network.policy.detectors import Certainty, Kind, find
from tests.policy import numbers

ALL = frozenset(Kind)
SYNTHETIC = "17912099997"  # month + 80: Skatteetaten's test people
HIGH, MEDIUM = Certainty.HIGH, Certainty.MEDIUM


def kinds(text: str, *words: str) -> list[Kind]:
    return [finding.kind for finding in find(text, ALL, words)]


def found(text: str) -> list[tuple[Kind, str, Certainty]]:
    return [(kind, text[start:end], certainty) for kind, start, end, certainty in find(text, ALL)]


@pytest.mark.parametrize(
    "number",
    [
        SYNTHETIC,
        numbers.norwegian("018190"),  # Skatteetaten's + 80
        numbers.norwegian("418190"),  # the same as a D number
        numbers.norwegian("014190"),  # NAV's + 40, and H numbers
        numbers.norwegian("298204"),  # 29 February of a leap year
    ],
)
@pytest.mark.parametrize("form", ["{0}{1}", "{0} {1}", "{0}-{1}", "{0}.{1}", "({0}{1})", "nr. {0}{1}.", "{0}\u00a0{1}"])
def test_an_identity_number_is_found_by_its_check_digits_however_it_is_written(number: str, form: str) -> None:
    text = f"Dette er {form.format(number[:6], number[6:])} altså"
    assert [(kind, certainty) for kind, _text, certainty in found(text)] == [(Kind.NORWEGIAN_ID, HIGH)]


def test_the_place_is_that_of_the_text_as_it_was_written() -> None:
    full_width = "".join(chr(ord(digit) + 0xFEE0) for digit in SYNTHETIC)
    assert found(f"ﬁkst: {full_width}!") == [(Kind.NORWEGIAN_ID, full_width, HIGH)]
    assert found("å a\u030a 17\u200b9120\u00ad99997") == [(Kind.NORWEGIAN_ID, "17\u200b9120\u00ad99997", HIGH)]
    assert found("İİ 179120–99997") == [(Kind.NORWEGIAN_ID, "179120–99997", HIGH)]


@pytest.mark.parametrize("remainder", [1, 2, 3])
def test_what_only_the_rules_of_2032_allow_needs_a_word_nearby(remainder: int) -> None:
    number = numbers.norwegian("018190", remainder=remainder)
    assert found(f"ordre {number}") == []
    assert found(f"fødselsnummer: {number}") == [(Kind.NORWEGIAN_ID, number, MEDIUM)]


@pytest.mark.parametrize("remainder", [4, 5, 10])
def test_other_remainders_are_no_number_of_a_person(remainder: int) -> None:
    assert kinds(f"fødselsnummer {numbers.norwegian('018190', remainder=remainder)}") == []


def test_a_help_number_needs_a_word_nearby() -> None:
    number = numbers.norwegian("899999")
    assert kinds(f"ordre {number}") == []
    assert kinds(f"Hjelpenummer {number}") == [Kind.NORWEGIAN_ID]


@pytest.mark.parametrize(
    "text",
    [
        f"1{SYNTHETIC}",
        f"{SYNTHETIC}1",
        f"1234-{SYNTHETIC}",
        f"{SYNTHETIC}-2",
        f"x{SYNTHETIC}",
        f"0.{SYNTHETIC}",
        numbers.norwegian("018190")[:-1] + str((int(numbers.norwegian("018190")[-1]) + 1) % 10),
        numbers.norwegian("328190"),  # no such day
        numbers.norwegian("298205"),  # no leap year
        numbers.norwegian("013390"),  # no such month
    ],
)
def test_a_part_of_a_longer_number_a_wrong_digit_or_a_day_that_is_none_is_left_alone(text: str) -> None:
    assert kinds(f"se {text} her") == []


@pytest.mark.parametrize("remainder", [0, 1, 2, 3])
@pytest.mark.parametrize("word", ["kontonummer", "konto", "IBAN", "account number"])
def test_a_number_of_a_person_is_never_called_an_account(word: str, remainder: int) -> None:
    dice = random.Random(remainder)
    for _ in range(40):
        date = f"{dice.randint(1, 28):02}{dice.randint(81, 92)}{dice.randint(0, 99):02}"
        number = numbers.norwegian(date, remainder=remainder)
        for text in (f"{word} {number}", f"{word}: {number[:4]}.{number[4:6]}.{number[6:]}"):
            assert Kind.ACCOUNT not in kinds(text)
            assert Kind.ACCOUNT not in [one.kind for one in find(text, {Kind.ACCOUNT})]  # the other one is off


def test_an_account_is_found_with_dots_or_with_a_word_nearby() -> None:
    number = numbers.account("8601111794")
    dotted = f"{number[:4]}.{number[4:6]}.{number[6:]}"
    assert found(f"Send til {dotted}.") == [(Kind.ACCOUNT, dotted, HIGH)]
    assert found(f"Kontonr {number}") == [(Kind.ACCOUNT, number, MEDIUM)]
    assert found(f"kto. {number[:4]} {number[4:6]} {number[6:]}")[0][0] == Kind.ACCOUNT
    assert kinds(f"kontor {number}") == []
    wrong = dotted[:-1] + str((int(dotted[-1]) + 1) % 10)
    assert kinds(f"konto {wrong}") == []


def test_an_iban_is_found_by_its_remainder() -> None:
    number = numbers.iban(numbers.account("8601111794"))
    spaced = " ".join(number[at : at + 4] for at in range(0, 15, 4))
    assert kinds(number) == kinds(spaced) == kinds(number.lower()) == [Kind.IBAN]
    assert kinds(f"NO{(int(number[2:4]) + 1) % 97:02}{number[4:]}") == []
    assert kinds(f"X{number}") == []


@pytest.mark.parametrize(
    ("start", "form"),
    [
        ("499999000000000", "{0:4} {1:4} {2:4} {3:4}"),
        ("519999000000000", "{0:4}-{1:4}-{2:4}-{3:4}"),
        ("222199000000000", "{0}{1}{2}{3}"),
        ("272099000000000", "{0}{1}{2}{3}"),
    ],
)
def test_a_card_is_found_by_issuer_length_and_sum(start: str, form: str) -> None:
    number = numbers.with_luhn(start)
    parts = [number[at : at + 4] for at in range(0, 16, 4)]
    assert kinds(f"kort {form.format(*parts)} utløper 12/29") == [Kind.CARD]
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert kinds(f"kort {wrong}") == []


def test_american_express_has_groups_of_its_own() -> None:
    number = numbers.with_luhn("37999900000000")
    assert kinds(f"{number[:4]} {number[4:10]} {number[10:]}") == [Kind.CARD]


@pytest.mark.parametrize("text", ["1{0}", "{0}1", "1234 {0}", "{0} 1234"])
def test_a_card_is_not_seen_inside_a_longer_number(text: str) -> None:
    number = numbers.with_luhn("499999000000000")
    grouped = " ".join(number[at : at + 4] for at in range(0, 16, 4))
    assert Kind.CARD not in kinds(text.format(grouped))
    assert Kind.CARD not in kinds(f"1111{number}1111")


def test_numbers_of_an_issuer_that_does_not_exist_are_left_alone() -> None:
    assert kinds(numbers.with_luhn("999999000000000")) == []
    assert kinds(numbers.with_luhn("49999900000000")) == []  # fifteen digits: no length of that issuer


def test_neighbours_are_known_with_their_separator_or_a_word() -> None:
    swedish = numbers.with_luhn("900161238")
    assert found(f"{swedish[:6]}-{swedish[6:]}") == [(Kind.SWEDISH_ID, f"{swedish[:6]}-{swedish[6:]}", HIGH)]
    assert kinds(swedish) == []
    assert found(f"personnummer 19{swedish}") == [(Kind.SWEDISH_ID, f"19{swedish}", MEDIUM)]
    assert kinds(f"{swedish[:6]}-{swedish[6:9]}{(int(swedish[9]) + 1) % 10}") == []
    assert found("310190-0000")[0] == (Kind.DANISH_ID, "310190-0000", MEDIUM)
    assert kinds("3101900000") == []
    assert kinds("CPR 3101900000") == [Kind.DANISH_ID]
    assert kinds("310290-0000") == []  # no such day
    finnish = numbers.finnish("310190")
    assert found(finnish) == [(Kind.FINNISH_ID, finnish, HIGH)]
    assert kinds(finnish[:-1] + ("A" if finnish[-1] != "A" else "B")) == []
    icelandic = numbers.icelandic("310105")
    assert found(icelandic) == [(Kind.ICELANDIC_ID, icelandic, HIGH)]
    assert found(f"kt. {icelandic.replace('-', '')}")[0][0] == Kind.ICELANDIC_ID


def test_only_the_kinds_that_are_asked_for_are_found() -> None:
    text = f"{SYNTHETIC} fortrolig 310190-0000"
    assert [one.kind for one in find(text, {Kind.MARKER})] == [Kind.MARKER]
    assert [one.kind for one in find(text, {Kind.DANISH_ID})] == [Kind.DANISH_ID]
    assert find(text, set()) == []


@pytest.mark.parametrize(
    "text",
    [
        "Dette er STRENGT FORTROLIG.",
        "fortrolige papirer",
        "konfidensielt",
        "Unntatt offentlighet",
        "U.off. § 13",
        "sikkerhetsgraderte dokumenter",
        "pasientjournalen ligger her",
        "taushetsbelagte opplysninger",
        "This is confidential",
        "Pasienten har F32.1",
    ],
)
def test_markers_are_found_in_their_forms(text: str) -> None:
    assert kinds(text) == [Kind.MARKER]


@pytest.mark.parametrize(
    "text",
    [
        "Jeg er fortrolig med verktøyet",
        "gradert sykmelding",
        "Fortroligheten",
        "degradert",
        "> Dette var fortrolig\nNå er det åpent",
        "rom F32 er ledig",
        "journalist",
    ],
)
def test_words_that_only_look_like_markers_and_what_is_quoted_are_left_alone(text: str) -> None:
    assert kinds(text) == []


def test_own_words_are_taken_as_they_stand_and_whole() -> None:
    assert kinds("prosjekt nordlys starter", "Nordlys") == [Kind.OWN_WORD]
    assert kinds("nordlyset, xnordlys, 1nordlys", "Nordlys") == []
    assert kinds("a+)+$ her", "a+)+$") == [Kind.OWN_WORD]
    assert kinds("aaaa", "a+)+$") == []
    assert kinds("alt mulig", ".*") == []
    assert kinds("Blå Hval går", "blå hval") == [Kind.OWN_WORD]
    assert kinds("Bla\u030a Hval går", "blå hval") == [Kind.OWN_WORD]
    assert kinds("tekst", "", "  ") == []


def test_a_place_is_named_once() -> None:
    number = numbers.iban(numbers.account("8601111794"))
    assert kinds(f"konto {number}") == [Kind.IBAN]


def isbn(dice: random.Random) -> str:
    twelve = f"97882{dice.randint(0, 9_999_999):07}"
    return twelve + str(-sum(int(d) * (1 + 2 * (at % 2)) for at, d in enumerate(twelve)) % 10)


# What people write all day, and how many of 100,000 may be taken for something else.
INNOCENT: list[tuple[str, Callable[[random.Random], str], int]] = [
    ("order numbers of 6 to 10 digits", lambda dice: f"ordre {dice.randint(100_000, 9_999_999_999)}", 0),
    ("order numbers with a letter", lambda dice: f"SO{dice.randint(10**10, 10**11 - 1)}", 0),
    ("order numbers of 11 digits", lambda dice: f"ordre {dice.randint(10**10, 10**11 - 1)}", 300),
    ("phone numbers", lambda dice: f"ring {dice.randint(20_000_000, 99_999_999)}", 0),
    ("phone numbers abroad", lambda dice: f"+47 {dice.randint(200, 999)} {dice.randint(10, 99)} {dice.randint(100, 999)}", 0),
    ("dates with times", lambda dice: f"{dice.randint(1, 28):02}.{dice.randint(1, 12):02}.20{dice.randint(10, 40)} kl. {dice.randint(0, 23):02}.{dice.randint(0, 59):02}", 0),
    ("dates in one piece", lambda dice: f"20{dice.randint(10, 40)}{dice.randint(1, 12):02}{dice.randint(1, 28):02}-{dice.randint(0, 235_959):06}", 0),
    ("ISBN", isbn, 0),
]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(("name", "make", "budget"), INNOCENT, ids=[name for name, _make, _budget in INNOCENT])
def test_of_100_000_innocent_numbers_hardly_any_is_taken_for_something_else(
    name: str, make: Callable[[random.Random], str], budget: int
) -> None:
    """0.18 % of random eleven digits pass the check digits of today: that is what arithmetic allows at best."""
    dice = random.Random(70)
    lines = [make(dice) for _ in range(100_000)]
    wrong = sum(bool(find(line, ALL)) for line in lines)
    assert wrong <= budget, name


WORST = ["1", f"{SYNTHETIC} ", "0123456789-", "å", "fortrolig ", "> x\n", "a\u030a", "a\u0316\u030a" * 9, "a+)+$", "4999 ", "C50 pasient ", "86011117948 konto ", "310190-0000 "]  # fmt: skip


@pytest.mark.wide
@pytest.mark.parametrize("unit", WORST)
def test_the_work_grows_with_the_text_and_no_faster(unit: str) -> None:
    """Eight times the text takes some eight times as long; the square would be sixty-four times."""

    def work(length: int) -> float:
        text = (unit * length)[:length]
        return min(_seconds(text) for _ in range(5))

    assert work(160_000) < 30 * work(20_000)


def test_a76_a_letter_with_thousands_of_marks_is_read_as_fast_as_any_other() -> None:
    """To put marks in order costs the square of their number: eight times as many would take sixty-four times as long."""

    def work(marks: int) -> float:
        return min(_seconds("a" + "\u030a\u0316" * marks) for _ in range(3))

    assert work(16_000) < 30 * work(2_000)


def test_a76_fifty_kilobytes_that_somebody_pastes_are_read_in_fifty_thousandths_of_a_second() -> None:
    lines = [
        f"{n}. Vi møtes i rom {n} klokka {n % 24:02}.30, ring {20_000_000 + n} eller se ordre {1_000_000 + n}.\n"
        for n in range(1_000)
    ]
    text = "".join(lines)[:50_000]
    assert len(text) == 50_000
    assert min(_seconds(text) for _ in range(7)) < 0.05


def _seconds(text: str) -> float:
    begun = time.process_time()
    find(text, ALL, ["a+)+$", "fort", "aa"])
    return time.process_time() - begun


def test_detectors_know_neither_models_nor_requests() -> None:
    parts = [module for name, module in sys.modules.items() if name.startswith("network.policy.detectors")]
    known = {getattr(value, "__module__", "") or "" for part in parts for value in vars(part).values()}
    assert not [name for name in known if name.startswith("network.") and "detectors" not in name]
