"""Words that anybody here would guess first."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from network.core.text import fold

LEFT = 5  # letters that must remain beside the words
WORDS = (
    "glod",
    "intranet",
    "intranett",
    "passord",
    "password",
    "velkommen",
    "welcome",
    "sommer",
    "vinter",
    "hosten",
)


class ContextWords:
    """A password is more than the site's name, a season or "password", whatever digits and marks stand around it."""

    def validate(self, password: str, user: object = None) -> None:
        """Raises ValidationError when too little is left without the words that everybody here knows."""
        left = fold(password)
        for word in sorted({*WORDS, *fold(settings.SITE_NAME).split()}, key=len, reverse=True):
            left = left.replace(word, "")
        if left != fold(password) and len(re.sub(r"[^a-z]", "", left)) < LEFT:
            raise ValidationError(_("Anybody here could guess this one. Take words that do not belong together."))

    def get_help_text(self) -> str:
        """Said beside the field."""
        return _("Not the name of this place, a season or “password” with digits.")
