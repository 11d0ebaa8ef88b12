"""The guards of the checks of the rules, A01 to A21, and of the detectors, A70 to A77; the order is that of the checks.

`in_code`: the file, what stands there once, and what stands there without the guard. `in_function`: the same of a function
that a trigger runs. `in_database`: the statement that drops it. Tests are named without their folder, tests/policy. Where
two guards hold the same rule, each is here by itself if a test can tell them apart; where none can, a comment says so.
"""

from tests.guards.kinds import Guard
from tests.guards.policy.adopting import ADOPTING
from tests.guards.policy.detectors import DETECTORS
from tests.guards.policy.evidence import EVIDENCE
from tests.guards.policy.freezing import FREEZING
from tests.guards.policy.knowing import KNOWING
from tests.guards.policy.speaking import SPEAKING

GUARDS: list[Guard] = [*FREEZING, *ADOPTING, *SPEAKING, *KNOWING, *EVIDENCE, *DETECTORS]
CHECKS = tuple(f"A{number:02}" for number in (*range(1, 22), *range(70, 78)))
# There are no messages from one person to another, so nothing of A75 could be taken away but that drafts are not read.

# What the rules hold to, and the checks in which each is met.
INVARIANTS: dict[str, tuple[str, ...]] = {
    "P1": ("A01",),  # what was adopted never changes
    "P2": ("A02",),  # at most one version of a document counts
    "P3": ("A03",),  # notice, or a reason that a second person approved
    "P4": ("A09",),  # asking anew changes no acknowledgement
    "P5": ("A10",),  # an acknowledgement is of the text that was shown
    "P6": ("A04",),  # a changed section has a note
    "P7": ("A14",),  # nobody's reading is shown to others
    "P8": ("A11",),  # what somebody needs is never behind the rules
    "P9": ("A21",),  # nothing looks without a measure that lives
    "P10": ("A18",),  # a sentence from the rules is from what counts
}
