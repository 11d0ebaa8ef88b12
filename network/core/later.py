"""What few pages need is loaded by the first who asks for it, so that a web process at rest does not hold it."""

from collections.abc import Callable
from importlib import import_module
from typing import Any


class Later:
    """Stands for a module: its functions are named now and loaded when called; a fault in it is the caller's."""

    def __init__(self, module: str) -> None:
        self._module = module

    def __getattr__(self, name: str) -> "Named":
        if name.startswith("__"):
            raise AttributeError(name)
        return Named(self._module, name)


class Named:
    """One function of such a module: a view in `urls`, or a library's."""

    def __init__(self, module: str, name: str) -> None:
        self.module, self.name = module, name

    def load(self) -> Callable[..., Any]:
        """The function itself; Python loads a module once, however many threads ask for it at the same moment."""
        found: Callable[..., Any] = getattr(import_module(self.module), self.name)
        return found

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.load()(*args, **kwargs)

    @property
    def csrf_exempt(self) -> bool:
        """As the view says of itself: Django asks before it calls."""
        return bool(getattr(self.load(), "csrf_exempt", False))
