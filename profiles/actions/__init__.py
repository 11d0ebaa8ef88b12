"""What people do to their profile and to each other; the parts are split by noun."""

from profiles.actions.fields import Decision, add_field, decide_fields, remove_field
from profiles.actions.follows import follow, unfollow
from profiles.actions.handles import free_handle, rename_handle
from profiles.actions.people import (
    NewPerson,
    create_first_administrator,
    create_person,
    deactivate_person,
    reactivate_person,
)
from profiles.actions.profile import change_photo, edit_profile, photo_path, remove_photo, set_appearance, set_language
from profiles.actions.roles import give_role, make_administrator
from profiles.actions.sessions import end_session, end_sessions
from profiles.actions.skills import MAX_SKILLS, ask_to_confirm, confirm_skill, declare_skill, withdraw_skill
from profiles.actions.sources import put_back, take_from_source, take_managers

__all__ = [
    "Decision",
    "add_field",
    "decide_fields",
    "remove_field",
    "MAX_SKILLS",
    "NewPerson",
    "ask_to_confirm",
    "change_photo",
    "confirm_skill",
    "create_first_administrator",
    "create_person",
    "deactivate_person",
    "declare_skill",
    "edit_profile",
    "end_session",
    "end_sessions",
    "follow",
    "free_handle",
    "give_role",
    "make_administrator",
    "photo_path",
    "put_back",
    "reactivate_person",
    "remove_photo",
    "rename_handle",
    "set_appearance",
    "set_language",
    "take_from_source",
    "take_managers",
    "unfollow",
    "withdraw_skill",
]
