"""Languages that people speak: kept by their code (ISO 639), shown in the reader's language, understood as written."""

import re
from collections.abc import Iterable
from functools import cache

from django.conf.locale import LANG_INFO
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from network.core.text import fold

LONGEST = 40  # characters of the name of one that is not known
MOST = 12  # languages of one person

# What Django has no name for, or none in both languages, with further spellings: how those who speak it write it.
_OURS: dict[str, tuple["str | Promise", str]] = {
    "am": (_("Amharic"), "አማርኛ"),
    "bo": (_("Tibetan"), "བོད་སྐད་"),
    "ckb": (format_lazy("{} (sorani)", _("Kurdish")), "kurdî (soranî), sorani, sorani kurdish, کوردی"),
    "cnr": (_("Montenegrin"), "crnogorski"),
    "fil": (_("Filipino"), "filipino"),
    "fkv": (_("Kven"), "kvääni"),
    "fo": (_("Faroese"), "føroyskt"),
    "gu": (_("Gujarati"), "ગુજરાતી"),
    "ha": (_("Hausa"), "hausa"),
    "kl": (_("Greenlandic"), "kalaallisut"),
    "kmr": (format_lazy("{} (kurmanji)", _("Kurdish")), "kurmancî, kurmanji, kurmanji kurdish"),
    "ku": (_("Kurdish"), "kurdî"),
    "la": (_("Latin"), "latina"),
    "ln": (_("Lingala"), "lingála"),
    "lo": (_("Lao"), "ພາສາລາວ"),
    "mt": (_("Maltese"), "malti"),
    "nb": (_("Norwegian (Bokmål)"), "bokmål, norsk bokmål, norwegian bokmål"),
    "nn": (_("Norwegian (Nynorsk)"), "nynorsk, norsk nynorsk, norwegian nynorsk"),
    "no": (_("Norwegian"), "norsk"),
    "nsl": (_("Norwegian Sign Language"), "tegnspråk, sign language"),
    "om": (_("Oromo"), "afaan oromoo"),
    "prs": (_("Dari"), "دری"),
    "ps": (_("Pashto"), "pashtu, pasjto, pushto, پښتو"),
    "rhg": (_("Rohingya"), "ruáingga"),
    "rn": (_("Kirundi"), "ikirundi, rundi"),
    "rom": (_("Romani"), "romanes"),
    "rw": (_("Kinyarwanda"), "ikinyarwanda, rwanda"),
    "se": (_("Northern Sami"), "davvisámegiella, northern sámi, north sami"),
    "si": (_("Sinhala"), "sinhalese, සිංහල"),
    "sma": (_("Southern Sami"), "åarjelsaemien, southern sámi, south sami"),
    "smi": (_("Sami"), "sámi, sámegiella, saami"),
    "smj": (_("Lule Sami"), "julevsámegiella, lule sámi"),
    "so": (_("Somali"), "soomaali, somalisk"),
    "ti": (_("Tigrinya"), "tigrinja, tigrigna, ትግርኛ"),
    "tl": (_("Tagalog"), "tagalog"),
    "yo": (_("Yoruba"), "yorùbá"),
    "yue": (_("Cantonese"), "廣東話"),
    "zh": (_("Chinese"), "mandarin, 中文"),
}
_REGION = re.compile(r"(?<=^[a-z]{2})[-_][a-z]{2}$")  # nb_NO, en-US: what a system writes
_FURTHER = {"fa": "farsi", "nl": "hollandsk, flamsk, flemish"}


def known_codes() -> list[str]:
    """Every language that has a name here; what only a country speaks so (British English) stays as it is written."""
    return sorted(_OURS.keys() | {code for code in LANG_INFO if "-" not in code})


def language_name(said: str) -> str:
    """What is kept, in the language of the page and with a capital letter; one that is not known stays as written."""
    code = code_of(said)
    name = _called(code) if code else said
    return name[:1].upper() + name[1:]


def language_names() -> list[str]:
    """The names of all that are known, for a list to choose from."""
    return sorted(language_name(code) for code in known_codes())


def kept_languages(said: Iterable[str]) -> list[str]:
    """What is kept of what was written: codes where the language is known, each once and at most MOST."""
    written = (" ".join(name.split())[:LONGEST] for name in said)
    kept: dict[str, str] = {}
    for name in filter(None, written):
        code = code_of(name)
        kept.setdefault(code or fold(name), code or name)
    return list(kept.values())[:MOST]


def code_of(said: str) -> str:
    """The code of a language by its code, or by its name in Norwegian, English or itself, in any case; else ""."""
    return _spellings().get(_REGION.sub("", fold(said)), "")


def _called(code: str) -> str:
    ours = _OURS.get(code)
    return str(ours[0]) if ours else gettext(str(LANG_INFO[code]["name"]))


@cache
def _spellings() -> dict[str, str]:
    """Folded name or code: code. Plain codes come last, so that no name is taken for one."""
    found: dict[str, str] = {}
    for code in known_codes():
        further = _OURS[code][1] if code in _OURS else _FURTHER.get(code, "")
        names = [LANG_INFO.get(code, {}).get("name_local", ""), *further.split(", ")]
        for language in ("nb", "en"):
            with override(language):
                names.append(_called(code))
        for name in filter(None, names):
            found.setdefault(fold(name), code)
    return {code: code for code in known_codes()} | found
