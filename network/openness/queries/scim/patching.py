"""What a PUT or a PATCH makes of a shape, in the spellings of Entra and Okta."""

from collections.abc import Mapping
from typing import Any

from scim2_models import Context, PatchOp

from network.openness.queries.scim.shapes import LENIENT

_OURS = ("id", "schemas", "meta")  # read-only words that Okta repeats in a value without a path


def replaced(before: Any, content: Mapping[str, Any]) -> Any:
    """What a PUT says, which is everything."""
    model = type(before)
    return model.model_validate(dict(content), scim_ctx=Context.RESOURCE_REPLACEMENT_REQUEST, scim_policy=LENIENT)


def patched(before: Any, content: Mapping[str, Any]) -> Any:
    """What a PATCH makes of it; all of its operations or none."""
    model: Any = type(before)
    patch = PatchOp[model].model_validate(
        _without_ours(content), scim_ctx=Context.RESOURCE_PATCH_REQUEST, scim_policy=LENIENT
    )
    patch.patch(before, scim_policy=LENIENT)
    return before


def _without_ours(content: Mapping[str, Any]) -> dict[str, Any]:
    return {
        key: [_lighter(each) for each in value] if key.lower() == "operations" and isinstance(value, list) else value
        for key, value in content.items()
    }


def _lighter(operation: Any) -> Any:
    if not isinstance(operation, dict) or operation.get("path") or not isinstance(operation.get("value"), dict):
        return operation
    kept = {key: value for key, value in operation["value"].items() if key.lower() not in _OURS}
    return {**operation, "value": kept}
