"""The guards of the checks of moderation, A30 to A62 and A80 to A100; a file for each part of it, the list in their order.

As in tests/guards/policy; tests are named without their folder, tests/moderation, and those that stand elsewhere with it.
Where two guards hold the same rule, each is here by itself if a test can tell them apart. There is none of A88 (what axe
and the keyboard find, tests/journeys), of A90 (a load) and of A95 and A96 (tests/ideas and tests/live read the source and
the frames).
"""

from tests.guards.kinds import Guard
from tests.guards.moderation.custody import CUSTODY
from tests.guards.moderation.deciding import DECIDING
from tests.guards.moderation.eligible import ELIGIBLE
from tests.guards.moderation.figures import FIGURES
from tests.guards.moderation.heavy import HEAVY
from tests.guards.moderation.log import LOG
from tests.guards.moderation.overlay import OVERLAY
from tests.guards.moderation.reporting import REPORTING

NUMBERS = (*range(30, 44), *range(50, 63), *range(80, 88), 89, *range(91, 95), *range(97, 101))
CHECKS = tuple(f"A{number}" for number in NUMBERS)
GUARDS: list[Guard] = sorted(
    [*REPORTING, *ELIGIBLE, *DECIDING, *OVERLAY, *HEAVY, *CUSTODY, *LOG, *FIGURES],
    key=lambda guard: CHECKS.index(str(guard.number)),
)

# What moderation holds to, and the checks in which each is met.
INVARIANTS: dict[str, tuple[str, ...]] = {
    "M1": ("A30", "A31"),  # a snapshot for every report, and its hash stays
    "M2": ("A50",),  # no restriction without its statement
    "M3": ("A51",),  # a rule that counted when it was written
    "M4": ("A37", "A53", "A57"),  # handler, second person and whoever answers an appeal are three
    "M5": ("A54",),  # hiding changes nothing of what is hidden
    "M6": ("A54",),  # and giving back brings all of it
    "M7": ("A54", "A55", "A97"),  # one rule of sight for every surface
    "M8": ("A80",),  # the log
    "M9": ("A40", "A98"),  # nobody finds who reported
    "M10": ("A56",),  # what a posting limit never touches
    "M11": ("A58",),  # one outcome for each report
    "M12": ("A59",),  # and none of it of a person
    "M13": ("A77",),  # nothing is decided by a machine; what finds numbers is of the rules
    "M14": ("A73",),  # nor kept where it was mended
    "M15": ("A82",),  # what is erased leaves a log that verifies
    "M16": ("A75",),  # what is not posted is not read
}
