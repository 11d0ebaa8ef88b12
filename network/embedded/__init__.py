"""PostgreSQL 18 from a wheel, owned by one process: `make run` needs no database server. Knows no Django."""

from network.embedded.folder import CannotStart, Lock, make_var, secret_key, var_folder
from network.embedded.place import database_url
from network.embedded.server import Server, attached, end_on_sigterm

__all__ = [
    "CannotStart",
    "Lock",
    "Server",
    "attached",
    "database_url",
    "end_on_sigterm",
    "make_var",
    "secret_key",
    "var_folder",
]
