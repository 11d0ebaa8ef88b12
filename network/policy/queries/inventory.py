"""What is kept about a person, in plain words: an entry for each kind of data. A table about people needs a line here.

Tables of the rooms above are named as text: a test asks that every table that points at a person is named once.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

EVERYBODY = _("Everybody who works here.")
READERS = _("Those who can read the place where it stands.")
YOU_ALONE = _("You alone.")
WHILE_HERE = _("For as long as you work here. When you are erased, it goes.")
STANDS = _(
    "Until you delete it. What you published stays when you leave; when you are erased, your name is taken off it."
)
FOR_GOOD = _("For as long as what it belongs to stands. When you are erased, your name is taken off it.")


@dataclass(frozen=True)
class Entry:
    """One kind of data: what, why, who sees it, how long; and the tables in which it lies."""

    what: str | Promise
    why: str | Promise
    who: str | Promise
    how_long: str | Promise
    tables: tuple[str, ...]


ENTRIES: tuple[Entry, ...] = (
    Entry(
        _("Your profile: name, title, place, photo, languages, skills, and what else you have written there"),
        _("So that colleagues find you and know what to ask you about."),
        _("Everybody who works here, except what you hide. Your manager also sees what you hide."),
        WHILE_HERE,
        ("profiles.Person", "profiles.PersonSkill", "profiles.FormerHandle", "profiles.FirstStep"),
    ),
    Entry(
        _("Your account: e-mail address, how you sign in, and where you are signed in"),
        _("So that nobody but you gets in."),
        _("You. Administrators see the address and the way in, never passwords or keys."),
        WHILE_HERE,
        ("account.EmailAddress", "mfa.Authenticator", "socialaccount.SocialAccount", "usersessions.UserSession",
         "profiles.Invitation", "profiles.SignInRules"),
    ),
    Entry(
        _("What came in about you from the organisation's own lists: department, manager, groups"),
        _("So that the house knows who works here and where."),
        _("Everybody sees the department and the manager. Administrators see the lists."),
        _("The lines of a list for 14 days, the link to the list for as long as you work here."),
        ("profiles.Source", "profiles.SourceRecord", "openness.Import", "openness.ImportLine",
         "openness.ImportSchedule", "openness.DirectoryGroup", "openness.DirectoryMember", "openness.ScimToken"),
    ),
    Entry(
        _("Roles you are given, such as moderator, policy editor or elected representative"),
        _("So that everybody knows who has which task."),
        EVERYBODY, WHILE_HERE, ("profiles.Role", "policy.ChannelRepresentative"),
    ),
    Entry(
        _("Whom you follow, which topics you follow, what you have put aside, what you have silenced, your drafts"),
        _("So that the site remembers what you want to see."),
        _("You alone. Whoever you follow is told so."),
        _("Until you change it, or publish the draft."),
        ("profiles.Follow", "profiles.PassedOver", "feed.TopicFollow", "feed.Saved", "feed.Draft",
         "policy.UnsavedText", "conversations.Mute", "profiles.PersonMute"),
    ),
    Entry(
        _("Posts, replies, reactions, pictures and files, and who is mentioned or asked in them"),
        _("It is what the site is for."), READERS, STANDS,
        ("conversations.Thread", "conversations.Comment", "conversations.Reaction", "conversations.Mention",
         "conversations.Attachment", "feed.Asked", "feed.Pin", "feed.Sharing"),
    ),
    Entry(
        _("That you knew of something when its author deleted it"),
        _("So that you can still say what was wrong with it."),
        _("You alone."), _("Thirty days from the deletion."), ("conversations.Told",),
    ),
    Entry(
        _("Groups you belong to, host, or have asked to join"),
        _("So that a group knows who reads it."),
        _("Of open and closed groups everybody, of secret groups their members. Wishes to join: the hosts."),
        _("For as long as you belong to it."),
        ("groups.Group", "groups.Membership", "groups.JoinRequest", "groups.Invitation"),
    ),
    Entry(
        _("Restrictions that moderators have placed on something you wrote"),
        _("So that a restriction has a reason, an end, and somebody who answers for it."),
        _("You and moderators."), FOR_GOOD, ("conversations.Restriction", "conversations.PostingLimit"),
    ),
    Entry(
        _("What you reported"),
        _("So that it is looked at, and you hear what came of it."),
        _("Those who handle the report read what you said, and are not told that it was you. Your name is sealed. A "
          "custodian can open it to one person for some days; you are told."),
        _("Where no rule was broken, words and name for 90 days after the case is closed; otherwise for a year."), (),
    ),
    Entry(
        _("That two people found a report of yours to be made against better knowledge"),
        _("So that what others report is looked at first for a month."),
        _("You. Those who handle reports see it without knowing that it is about you."), FOR_GOOD,
        ("moderation.FalseReport",),
    ),
    Entry(
        _("How you want your desk, if you handle reports, and what you did as a host of a group"),
        _("So that nobody has to read what they cannot bear, and a step has a name."),
        _("The desk you alone, the step those who handle the case."), FOR_GOOD,
        ("moderation.DeskChoice", "moderation.HostAct"),
    ),
    Entry(
        _("Cases about something you wrote, what was decided, and what you said to it"),
        _("So that a decision has a rule and a reason, and can be appealed."),
        _("You, and those who handle the case: nobody in your line, and nobody who has a part in it."),
        _("For a year after the case is closed, two where it is about a person. Then words and names go, and the rest "
          "is counted. A court or an authority can make it longer."),
        ("moderation.Case", "moderation.Decision", "moderation.Hearing", "moderation.Appeal"),
    ),
    Entry(
        _("What you asked of an identity custodian, or answered as one"),
        _("So that nobody sees a name, or keeps a case, without a reason and a second person."),
        _("You, and the identity custodians. Whoever reported is told in which role you asked, and why."),
        _("The words as long as the case, the rest for three years."), ("moderation.CustodyRequest",),
    ),
    Entry(
        _("That a case about you was handed over to HR, and the records of talks to which you were invited"),
        _("So that a personnel matter is talked over with you, and what was said is written down once for both sides."),
        _("You, the HR adviser who has it, and for a talk those who are invited. Moderators see that it was sent."),
        _("The package: with moderation for 90 days, with HR for two years after it is closed, like the records."),
        ("moderation.HandOver", "moderation.Attendance"),
    ),
    Entry(
        _("That you counted or published figures of moderation, or talked them over"),
        _("So that published figures have somebody who answers for them."),
        EVERYBODY, FOR_GOOD, ("moderation.TransparencyReport",),
    ),
    Entry(
        _("Your ideas, what you changed in them, and your part in carrying them out"),
        _("So that ideas are answered, carried out, and credited to those who had them."),
        _("Those who can read the idea. In some campaigns the authors are hidden until it is decided."), FOR_GOOD,
        ("ideas.Idea", "ideas.IdeaAuthor", "ideas.IdeaRevision", "ideas.CustomerVoice", "ideas.Delivery",
         "ideas.DeliveryChange", "ideas.Benefit", "ideas.YearNote", "ideas.SimilarJudgement", "ideas.Recipient"),
    ),
    Entry(
        _("What you voted for, among ideas and in rounds of awards"),
        _("So that a vote counts once."), _("You alone; others see how many there are."), FOR_GOOD,
        ("ideas.Vote", "ideas.PeoplesVote"),
    ),
    Entry(
        _("That an idea was on your screen"),
        _("So that ideas few have seen are shown to more people."),
        _("Nobody. The site shows how many, never who."), _("One year."), ("ideas.Reader",),
    ),
    Entry(
        _("What you decide, judge or answer for as a task: campaigns, reviews, juries, awards, exports"),
        _("So that a decision has a name and a reason."),
        _("Those who can read the decision. Jurors and reviewers read each other only when all have answered."),
        FOR_GOOD,
        ("ideas.Campaign", "ideas.Rubric", "ideas.Assignment", "ideas.Talk", "ideas.Shortlist", "ideas.ShortlistEntry",
         "ideas.AwardRules", "ideas.AwardRound", "ideas.RoundChange", "ideas.StatusChange", "ideas.Nomination",
         "ideas.JuryMember", "ideas.Conflict", "ideas.ConflictLifted", "ideas.ConflictUpheld", "ideas.Winner",
         "ideas.TieVote", "ideas.Grant", "ideas.Export", "ideas.PrizeExport"),
    ),
    Entry(
        _("That a form was sent, by a number that your browser made up"),
        _("So that pressing twice does not post twice."),
        _("Nobody."), WHILE_HERE, ("core.IdempotencyKey",),
    ),
    Entry(
        _("Notifications, and how you want them"),
        _("So that you hear of what concerns you."),
        YOU_ALONE, _("What you have read for 90 days. Your choices for as long as you work here."),
        ("notifications.Notification", "notifications.Preference", "notifications.Digest"),
    ),
    Entry(
        _("That you have acknowledged a version of the rules, and passed the questions about it"),
        _("So that nobody is judged by rules they were never shown."),
        _("You. A list with names is taken out only when two people approve it for a written purpose."),
        WHILE_HERE,
        ("policy.Acknowledgement", "policy.QuizPass", "policy.Reminder", "policy.EvidenceExport"),
    ),
    Entry(
        _("What you said while rules were made, and what you did for them as editor or representative"),
        _("So that everybody can see how the rules came about."), EVERYBODY,
        _("For as long as the rules are kept. When you are erased, your name is taken off it."),
        ("policy.Version", "policy.Approval", "policy.Consultation", "policy.Workshop", "policy.Remark",
         "policy.RemarkReply", "policy.Answer", "policy.SignOff", "policy.EmployerReply", "policy.MeasureEvaluation",
         "policy.OwnWord"),
    ),
)  # fmt: skip

# What nobody in the house can see, because it is not kept or not made.
UNSEEN: tuple[str | Promise, ...] = (
    _("Who has read what you wrote. No page shows readers, and of ideas only how many there were."),
    _("How much, how often or when you write, as figures about you. There are no rankings and no points."),
    _("What mood a text is in, or what it says about you. Nothing of that kind is computed."),
    _("What you wrote and did not post. When you mend or give up a text after a word of caution, nothing is kept."),
    _("Who posted something in spite of a word of caution. Only the kind and the reason are counted."),
    _("Your drafts. Neither managers nor administrators have a page that shows them."),
    _("What you vote for. Others see how many want an idea."),
    _("What you do on other sites, or in private accounts elsewhere."),
)
