"""What stands in addresses."""


class Id:
    """A row's id: a number that a bigint holds. Anything else names no page."""

    regex = "[0-9]{1,19}"

    def to_python(self, value: str) -> int:
        """The number; a ValueError says that the address does not match."""
        number = int(value)
        if number >= 2**63:
            raise ValueError(value)
        return number

    def to_url(self, value: int) -> str:
        """As it is."""
        return str(value)
