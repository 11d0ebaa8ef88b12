"""Django's backend for PostgreSQL, as settings name it; see base."""
