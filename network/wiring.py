"""The one page of effects: what follows from each event, what the wire may show, who may listen, what letters name."""

from ideas import events as ideas
from ideas import live as ideas_live
from ideas import notices as ideas_notices
from ideas import queries as ideas_queries
from ideas import tasks as ideas_tasks
from network.conversations import events as talk
from network.conversations import live as talk_live
from network.conversations import notices as talk_notices
from network.conversations import tasks as talk_tasks
from network.core.events import Effects, Event, wire
from network.feed import events as feed
from network.feed import live as feed_live
from network.feed import notices as feed_notices
from network.feed import queries as feed_queries
from network.feed import tasks as feed_tasks
from network.groups import events as groups
from network.groups import live as groups_live
from network.groups import notices as groups_notices
from network.groups import queries as groups_queries
from network.live import contract
from network.live.contract import Authorise, Fragment
from network.notifications import events as letters
from network.notifications import live as letters_live
from network.notifications import notices as letters_notices
from network.notifications import queries as letters_queries
from network.notifications import subjects
from network.openness import events as doors
from network.openness import notices as doors_notices
from network.openness import queries as doors_queries
from network.openness import tasks as doors_tasks
from profiles import events as people
from profiles import live as people_live
from profiles import tasks as people_tasks

# inside: in the transaction, must not be lost. after: once committed, may run twice, costs a log line when it fails.
EFFECTS: dict[type[Event], Effects] = {
    feed.PostPublished: Effects((feed_live.post_published,), (feed_notices.post_published,)),
    feed.PostEdited: Effects((feed_live.post_edited,), (feed_notices.post_edited,)),
    feed.PostDeleted: Effects((feed_live.post_deleted,), (feed_notices.post_deleted,)),
    feed.PinChanged: Effects((feed_live.pin_changed,)),
    feed.PeopleAsked: Effects((), (feed_notices.people_asked,)),
    feed.QuestionHandedOn: Effects(
        (feed_live.question_handed_on, feed_notices.no_longer_asked), (feed_notices.question_handed_on,)
    ),
    talk.CommentPublished: Effects(
        (talk_live.comment_published, ideas_tasks.comment_published), (talk_notices.comment_published,)
    ),
    talk.CommentEdited: Effects((talk_live.comment_edited,), (talk_notices.comment_edited,)),
    talk.CommentDeleted: Effects((talk_live.comment_deleted,), (talk_notices.comment_deleted,)),
    talk.ReactionsChanged: Effects((talk_live.reactions_changed,), (talk_notices.reactions_changed,)),
    talk.RestrictionPlaced: Effects(
        (talk_live.restriction_placed, ideas_live.restriction_placed), (talk_notices.restriction_placed,)
    ),
    talk.RestrictionLifted: Effects((talk_live.restriction_lifted, ideas_live.restriction_lifted)),
    ideas.IdeaMoved: Effects((ideas_live.idea_moved,), (ideas_notices.idea_moved,)),
    ideas.IdeaEdited: Effects((ideas_live.idea_changed,)),
    ideas.IdeaOwned: Effects((ideas_live.idea_changed,), (ideas_notices.idea_owned,)),
    ideas.VotesChanged: Effects((ideas_live.idea_changed,)),
    ideas.CoAuthorAsked: Effects((), (ideas_notices.co_author_asked,)),
    ideas.CoAuthorAnswered: Effects((ideas_live.idea_changed, ideas_notices.co_author_answered)),
    ideas.CampaignChanged: Effects(),
    ideas.AnswerDue: Effects((), (ideas_notices.answer_due,)),
    groups.GroupCreated: Effects(),
    groups.GroupChanged: Effects(
        (groups_live.group_changed, groups_notices.group_narrowed),
        (groups_notices.group_changed,),
    ),
    groups.MembershipStarted: Effects((groups_live.membership_started,), (groups_notices.membership_started,)),
    groups.MembershipEnded: Effects(
        (groups_live.membership_ended, groups_notices.membership_ended),
    ),
    groups.JoinRequested: Effects((), (groups_notices.join_requested,)),
    groups.JoinDeclined: Effects((), (groups_notices.join_declined,)),
    groups.JoinRequestWithdrawn: Effects((groups_notices.join_request_withdrawn,)),
    groups.PersonInvited: Effects((), (groups_notices.person_invited,)),
    groups.InvitationClosed: Effects((groups_notices.invitation_closed,)),
    groups.RoleChanged: Effects((groups_notices.hosting_ended,), (groups_notices.host_chosen,)),
    letters.InboxChanged: Effects((letters_live.inbox_changed,)),
    letters.MailWanted: Effects((letters_notices.mail_wanted,)),
    doors.ImportAsked: Effects((doors_tasks.import_asked,)),
    doors.ScheduleStopped: Effects((), (doors_notices.schedule_stopped,)),
    doors.ScheduleWentOn: Effects((doors_notices.schedule_went_on,)),
    doors.DirectoryGroupFilled: Effects((doors_tasks.directory_group_filled,)),
    people.PersonFollowed: Effects((), (letters_notices.person_followed,)),
    people.ConfirmationAsked: Effects((), (letters_notices.confirmation_asked,)),
    people.ConfirmationEnded: Effects((letters_notices.confirmation_ended,)),
    people.SkillConfirmed: Effects((letters_notices.skill_confirmed,)),
    people.SkillWithdrawn: Effects((letters_notices.skill_withdrawn,)),
    people.ProfileChanged: Effects((talk_tasks.profile_changed, feed_tasks.profile_changed)),
    people.ProfilesChanged: Effects((talk_tasks.profiles_changed, feed_tasks.profiles_changed)),
    people.FieldsChanged: Effects((people_tasks.fields_changed,)),
    people.InvitationsMade: Effects((people_tasks.invitations_made,)),
    people.SignInRulesChanged: Effects((people_live.sign_in_rules_changed,)),
    people.PersonErased: Effects(
        (
            letters_notices.person_erased,
            groups_notices.person_erased,
            talk_tasks.person_erased,
            feed_tasks.person_erased,
            doors_tasks.person_erased,
        ),
    ),
    people.FirstStepTaken: Effects((), (feed_notices.first_step_taken,)),
    people.PersonDeactivated: Effects(
        (people_live.person_deactivated, groups_notices.person_deactivated, ideas_tasks.person_deactivated)
    ),
}

# What a frame may carry. Every fragment is neutral: the same bytes for every viewer of a language.
FRAGMENTS: dict[str, Fragment] = {
    "post": feed_live.POST,
    "whole-post": feed_live.WHOLE_POST,
    "stats": feed_live.STATS,
    "comment": talk_live.COMMENT,
    "reactions": talk_live.REACTIONS,
    "idea": ideas_live.IDEA,
    "idea-row": ideas_live.ROW,
    "support": ideas_live.SUPPORT,
    "inbox": letters_live.INBOX,
}

# Who may listen to what; "person:<id>" is always one's own.
TOPICS: dict[str, Authorise] = {
    "home": groups_live.may_listen_home,
    "group": groups_live.may_listen_to_group,
    "thread": talk_live.may_listen_to_thread,
}

# What a notification is about, as its reader may know it now.
SUBJECTS: dict[str, subjects.Describe] = {
    "thread": subjects.either(feed_queries.thread_subjects, ideas_queries.idea_thread_subjects),
    "idea": ideas_queries.idea_subjects,
    "group": groups_queries.group_subjects,
    "person": letters_queries.person_subjects,
    "declared": letters_queries.declared_subjects,
    "schedule": doors_queries.schedule_subjects,
}


def connect() -> None:
    """Installs all of the above; called once when Django is ready."""
    wire(EFFECTS)
    contract.install(FRAGMENTS, TOPICS)
    subjects.install(SUBJECTS)
