"""The one page of effects: what follows from each event, what the wire may show, who may listen, what letters name."""

from ideas import access as ideas_access
from ideas import events as ideas
from ideas import live as ideas_live
from ideas import notices as ideas_notices
from ideas import queries as ideas_queries
from ideas import tasks as ideas_tasks
from network.conversations import access as talk_access
from network.conversations import events as talk
from network.conversations import live as talk_live
from network.conversations import notices as talk_notices
from network.conversations import tasks as talk_tasks
from network.core import context, warned
from network.core.events import Effects, Event, wire
from network.feed import events as feed
from network.feed import live as feed_live
from network.feed import notices as feed_notices
from network.feed import queries as feed_queries
from network.feed import subjects as feed_subjects
from network.feed import tasks as feed_tasks
from network.groups import events as groups
from network.groups import live as groups_live
from network.groups import notices as groups_notices
from network.groups import queries as groups_queries
from network.live import contract
from network.live.contract import Authorise, Fragment
from network.moderation import context as moderation_context
from network.moderation import events as moderation
from network.moderation import live as moderation_live
from network.moderation import notices as moderation_notices
from network.moderation import tasks as moderation_tasks
from network.moderation.queries import custody as moderation_custody
from network.moderation.queries import employer as moderation_employer
from network.moderation.queries import false as moderation_false
from network.moderation.queries import hosts as moderation_hosts
from network.moderation.queries import subjects as moderation_subjects
from network.notifications import events as letters
from network.notifications import live as letters_live
from network.notifications import notices as letters_notices
from network.notifications import queries as letters_queries
from network.notifications import subjects
from network.openness import events as doors
from network.openness import notices as doors_notices
from network.openness import queries as doors_queries
from network.openness import tasks as doors_tasks
from network.policy import events as policy
from network.policy import notices as policy_notices
from network.policy import tasks as policy_tasks
from network.policy.actions.hits import record_hits
from network.policy.models import DetectorHit
from network.policy.queries import evidence as policy_evidence
from network.policy.queries import knowing as policy_knowing
from network.policy.queries import measures as policy_measures
from network.policy.queries import subjects as policy_subjects
from network.policy.queries.watching import look_through
from profiles import events as people
from profiles import live as people_live
from profiles import tasks as people_tasks

round_told = feed_tasks.telling(ideas_queries.sources_of_round)
award_told = feed_tasks.telling(ideas_queries.sources_of_grant)
award_hidden = feed_tasks.telling(ideas_queries.sources_of_thread)

# inside: in the transaction, must not be lost. after: once committed, may run twice, costs a log line when it fails.
EFFECTS: dict[type[Event], Effects] = {
    feed.PostPublished: Effects((feed_live.post_published,), (feed_notices.post_published,)),
    feed.PostEdited: Effects((feed_live.post_edited,), (feed_notices.post_edited,)),
    feed.PostDeleted: Effects((feed_live.post_deleted,), (feed_notices.post_deleted,)),
    feed.PinChanged: Effects((feed_live.pin_changed,)),
    feed.PeopleAsked: Effects((), (feed_notices.people_asked,)),
    feed.SharingAsked: Effects((), (feed_notices.sharing_asked,)),
    feed.SharingTakenBack: Effects((), (feed_notices.sharing_taken_back,)),
    feed.SharingAnswered: Effects((), (feed_notices.sharing_answered,)),
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
        (
            talk_live.restriction_placed,
            ideas_live.restriction_placed,
            award_hidden,
        ),
        (talk_notices.restriction_placed,),
    ),
    talk.RestrictionLifted: Effects(
        (
            talk_live.restriction_lifted,
            ideas_live.restriction_lifted,
            award_hidden,
        ),
        (talk_notices.restriction_lifted,),
    ),
    talk.FilesChanged: Effects((talk_live.files_changed,)),
    ideas.IdeaMoved: Effects((ideas_live.idea_moved,), (ideas_notices.idea_moved,)),
    ideas.IdeaEdited: Effects((ideas_live.idea_changed,)),
    ideas.IdeaOwned: Effects((ideas_live.idea_changed,), (ideas_notices.idea_owned,)),
    ideas.VotesChanged: Effects((ideas_live.idea_changed,)),
    ideas.CoAuthorAsked: Effects((), (ideas_notices.co_author_asked,)),
    ideas.CoAuthorAnswered: Effects((ideas_live.idea_changed, ideas_notices.co_author_answered)),
    ideas.CampaignChanged: Effects(),
    ideas.ReviewAsked: Effects((ideas_live.reviews_changed,), (ideas_notices.review_asked,)),
    ideas.ReviewHandedIn: Effects((ideas_live.reviews_changed,), (ideas_notices.review_handed_in,)),
    ideas.ReviewerLeft: Effects((ideas_live.reviews_changed,), (ideas_notices.reviewer_left,)),
    ideas.ReviewsClosed: Effects((), (ideas_notices.reviews_closed,)),
    ideas.ReviewDue: Effects((), (ideas_notices.review_due,)),
    ideas.AnswerDue: Effects((), (ideas_notices.answer_due,)),
    ideas.DeliveryChanged: Effects((ideas_live.delivery_changed, ideas_notices.delivery_changed)),
    ideas.DeliveryGiven: Effects((), (ideas_notices.delivery_given,)),
    ideas.DeliveryDue: Effects((), (ideas_notices.delivery_due,)),
    ideas.RoundMoved: Effects(
        (ideas_live.round_changed, ideas_notices.round_moved),
        (ideas_notices.judging_opened, ideas_notices.round_decided),
    ),
    ideas.RoundChanged: Effects((ideas_live.round_changed,)),
    ideas.NominationChanged: Effects((ideas_live.nomination_changed,), (ideas_notices.nomination_changed,)),
    ideas.JurySeated: Effects((ideas_live.jury_changed,), (ideas_notices.jury_seated,)),
    ideas.JuryLeft: Effects((ideas_live.jury_changed, ideas_notices.jury_left)),
    ideas.BallotGiven: Effects((ideas_live.ballot_given,), (ideas_notices.ballot_given,)),
    ideas.RoundDue: Effects((), (ideas_notices.round_due,)),
    ideas.RoundAnnounced: Effects((ideas_tasks.round_announced, ideas_live.round_announced, round_told)),
    ideas.GrantGiven: Effects((ideas_live.award_changed, award_told), (ideas_notices.grant_given,)),
    ideas.GrantChanged: Effects((ideas_live.award_changed, award_told), (ideas_notices.grant_changed,)),
    ideas.SignatureAsked: Effects((), (ideas_notices.signature_asked,)),
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
    policy.AcknowledgementGiven: Effects((policy_notices.acknowledgement_given,), (policy_notices.question_asked,)),
    policy.QuestionAnswered: Effects((), (policy_notices.question_answered,)),
    policy.PeopleReminded: Effects((policy_notices.people_reminded,)),
    policy.EvidenceAsked: Effects((), (policy_notices.evidence_asked,)),
    policy.EvidenceApproved: Effects((), (policy_notices.evidence_approved,)),
    policy.VersionMoved: Effects((policy_tasks.version_moved,), (policy_notices.version_moved,)),
    policy.ApprovalAsked: Effects((), (policy_notices.approval_asked,)),
    policy.RemarkMade: Effects(),
    policy.RemarkReplied: Effects((), (policy_notices.remark_replied,)),
    policy.RemarkAnswered: Effects((), (policy_notices.remark_answered,)),
    policy.SignOffAsked: Effects((), (policy_notices.sign_off_asked,)),
    policy.SignedOff: Effects((), (policy_notices.signed_off,)),
    policy.MeasureLapsed: Effects((), (policy_notices.measure_lapsed,)),
    policy.MeasureRenewed: Effects((policy_notices.measure_renewed,)),
    moderation.ReportMade: Effects((moderation_live.case_changed,), (moderation_notices.report_made,)),
    moderation.CaseChanged: Effects((moderation_live.case_changed,), (moderation_notices.case_changed,)),
    moderation.AuthorHeard: Effects((), (moderation_notices.author_heard,)),
    moderation.AuthorAnswered: Effects((), (moderation_notices.author_answered,)),
    moderation.CaseLate: Effects((), (moderation_notices.case_late,)),
    moderation.WentOutside: Effects((), (moderation_notices.went_outside,)),
    moderation.InterimLapsed: Effects((), (moderation_notices.interim_lapsed,)),
    moderation.ApprovalAsked: Effects((), (moderation_notices.approval_asked,)),
    moderation.CaseDecided: Effects((), (moderation_notices.case_decided,)),
    moderation.LimitLifted: Effects((), (moderation_notices.limit_lifted,)),
    moderation.AppealMade: Effects((), (moderation_notices.appeal_made,)),
    moderation.AppealDecided: Effects((), (moderation_notices.appeal_decided,)),
    moderation.AppealWithdrawn: Effects((), (moderation_notices.appeal_withdrawn,)),
    moderation.CustodyAsked: Effects((), (moderation_notices.custody_asked,)),
    moderation.CustodyAnswered: Effects((), (moderation_notices.custody_answered,)),
    moderation.NameClosed: Effects((), (moderation_notices.name_closed,)),
    moderation.HandOverProposed: Effects((), (moderation_notices.hand_over_proposed,)),
    moderation.HandedOver: Effects((), (moderation_notices.handed_over,)),
    moderation.MeetingCalled: Effects((), (moderation_notices.meeting_called,)),
    moderation.FalseAsked: Effects((), (moderation_notices.false_asked,)),
    moderation.FalseDecided: Effects((), (moderation_notices.false_decided,)),
    moderation.FalseAppealed: Effects((), (moderation_notices.false_appealed,)),
    people.PersonFollowed: Effects((), (letters_notices.person_followed,)),
    people.ConfirmationAsked: Effects((), (letters_notices.confirmation_asked,)),
    people.ConfirmationEnded: Effects((letters_notices.confirmation_ended,)),
    people.SkillConfirmed: Effects((letters_notices.skill_confirmed,)),
    people.SkillWithdrawn: Effects((letters_notices.skill_withdrawn,)),
    people.QuietChanged: Effects((people_live.quiet_changed,)),
    people.ProfileChanged: Effects(
        (talk_tasks.profile_changed, feed_tasks.profile_changed, ideas_tasks.profile_changed)
    ),
    people.ProfilesChanged: Effects(
        (talk_tasks.profiles_changed, feed_tasks.profiles_changed, ideas_tasks.profiles_changed)
    ),
    people.FieldsChanged: Effects((people_tasks.fields_changed,)),
    people.InvitationsMade: Effects((people_tasks.invitations_made,)),
    people.SignInRulesChanged: Effects((people_live.sign_in_rules_changed,)),
    people.PersonErased: Effects(
        (
            letters_notices.person_erased,
            groups_notices.person_erased,
            talk_tasks.person_erased,
            feed_tasks.person_erased,
            ideas_tasks.person_erased,
            doors_tasks.person_erased,
            moderation_tasks.person_erased,
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
    "awards": ideas_live.may_listen_to_round,
}

# What a notification is about, as its reader may know it now.
SUBJECTS: dict[str, subjects.Describe] = {
    "thread": subjects.either(feed_queries.thread_subjects, ideas_queries.idea_thread_subjects),
    "sharing": feed_queries.sharing_subjects,
    "idea": ideas_queries.idea_subjects,
    "review": ideas_queries.review_subjects,
    "round": ideas_queries.round_subjects,
    "grant": ideas_queries.grant_subjects,
    "nomination": subjects.either(ideas_queries.own_nomination_subjects, ideas_queries.nomination_subjects),
    "group": groups_queries.group_subjects,
    "person": letters_queries.person_subjects,
    "declared": letters_queries.declared_subjects,
    "version": policy_subjects.version_subjects,
    "remark": policy_subjects.remark_subjects,
    "schedule": doors_queries.schedule_subjects,
    "asked": policy_knowing.asked_subjects,
    "question": policy_knowing.question_subjects,
    "evidence": policy_evidence.evidence_subjects,
    "measure": policy_measures.measure_subjects,
    "report": moderation_subjects.report_subjects,
    "case": moderation_subjects.case_subjects,
    "decision": moderation_subjects.decision_subjects,
    "hearing": moderation_subjects.hearing_subjects,
    "misplaced": moderation_hosts.misplaced_subjects,
    "appeal": moderation_subjects.appeal_subjects,
    "custody": moderation_custody.custody_subjects,
    "answered": moderation_custody.answered_subjects,
    "name": moderation_custody.name_subjects,
    "look": moderation_custody.look_subjects,
    "handover": moderation_employer.handover_subjects,
    "meeting": moderation_employer.meeting_subjects,
    "false": moderation_false.false_subjects,
}


# What posts tell that nobody wrote, as everybody who reads them may know it now.
POSTS: dict[str, feed_subjects.Describe] = {
    "category": ideas_queries.award_posts,
    "grant": ideas_queries.award_posts,
}

# Whose drafts keep files, and who sees and changes these.
DRAFTS: dict[str, talk_access.Drafts] = {
    "idea": talk_access.Drafts(ideas_access.can_see_draft, ideas_access.can_edit_draft),
}

# Who reads what is written before it is posted, what is noted when its author goes ahead, and for which reasons.
WATCHING = warned.Watching(look_through, record_hits, DetectorHit.Choice.choices)


def connect() -> None:
    """Installs all of the above; called once when Django is ready."""
    wire(EFFECTS)
    contract.install(FRAGMENTS, TOPICS)
    subjects.install(SUBJECTS)
    feed_subjects.install(POSTS)
    talk_access.install_drafts(DRAFTS)
    context.install(moderation_context.desk)
    warned.install(WATCHING)
