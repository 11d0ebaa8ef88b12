"""What former colleagues are called, and lists of people in the order of their names."""

from django.db.models import CharField, F, Func, Value
from django.db.models.functions import Collate, Lower
from django.utils.translation import gettext, override

from profiles.models.people import UNSHOWN, PersonQuerySet

# æ, ø and å come after z, and aa is å; what follows z in ASCII stands for them. Other accents do not count.
_FROM = "ÆæÄäØøÖöÅåÁÀÂÃáàâãÉÈÊËéèêëÍÌÎÏíìîïÓÒÔÕóòôõÚÙÛúùûÜüÇçĆćČčÑñŃńÝýŠšŚśŽžŹźŻżŁłĐđ"
_TO = "{{{{||||}}aaaaaaaaeeeeeeeeiiiiiiiioooooooouuuuuuyyccccccnnnnyysssszzzzzzlldd"
_LATIN = Lower(Func(F("name"), Value(_FROM), Value(_TO), function="translate"))
SORTS = Collate(Func(_LATIN, Value("aa"), Value("}"), function="replace", output_field=CharField()), "C")


def former_name(language: str) -> str:
    """What somebody is called once they were erased, in a text of that language."""
    with override(language):
        return gettext("Former colleague")


def by_name(people: PersonQuerySet) -> PersonQuerySet:
    """As lines of a list, in Norwegian order whatever the language of the page: the same list for everybody."""
    return people.for_line().defer(*UNSHOWN).annotate(sorts=SORTS).order_by("sorts", "pk")
