"""`python -m network.embedded COMMAND ...`: the command finds the embedded database, and psql on its PATH."""

import os
import subprocess
import sys

from network.embedded.folder import make_var, var_folder
from network.embedded.place import NAME, Place
from network.embedded.server import attached


def main() -> int:
    """Runs the command and returns its exit code; with DATABASE_URL set it runs as it is."""
    if os.environ.get("DATABASE_URL"):
        return subprocess.call(sys.argv[1:])  # noqa: S603 (the caller's own command)
    make_var(var_folder())
    with attached(var_folder()) as url:
        place = Place(var_folder())
        path = f"{place.programs()}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
        at_hand = {"DATABASE_URL": url, "PATH": path, "PGHOST": str(place.socket), "PGUSER": NAME, "PGDATABASE": NAME}
        return subprocess.call(sys.argv[1:], env=os.environ | at_hand)  # noqa: S603


if __name__ == "__main__":
    sys.exit(main())
