"""Checks the action server's answers with a validator that is built once.

Rasa 3.6 rebuilds and re-checks its JSON schema on every call, which costs 18–20 ms an action
(docs/decisions/0003-engine-start.md).
"""

from typing import Any

from jsonschema import Draft7Validator
from rasa.core.actions.action import RemoteAction


def use_one_validator() -> None:
    """Replace the schema check of all remote actions by one with a validator built here; same schema, same errors."""
    validator = Draft7Validator(RemoteAction.action_response_format_spec())

    def validate(_: RemoteAction, result: dict[str, Any]) -> bool:
        validator.validate(result)
        return True

    RemoteAction._validate_action_result = validate  # type: ignore[method-assign]
