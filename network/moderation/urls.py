"""Reports, cases and what is decided. Words that are fixed stand before references."""

from django.urls import path

from network.moderation.views import choices, desk, false, holding, hosts, reporting, sides, working

app_name = "moderation"
urlpatterns = [
    path("report/<slug:what>/<id:number>/", reporting.report, name="report"),
    path("reports/", reporting.reports, name="reports"),
    path("appeals/", sides.about_me, name="about_me"),
    path("appeals/<slug:ref>/", sides.statement, name="statement"),
    path("appeals/<slug:ref>/word/", sides.hearing, name="hearing"),
    path("appeals/<slug:ref>/withdraw/", sides.withdraw, name="withdraw_appeal"),
    path("moderation/", desk.queue, name="queue"),
    path("moderation/approvals/", desk.queue, {"show": "second"}, name="approvals"),
    path("moderation/choices/", choices.choices, name="choices"),
    path("moderation/waiting/", choices.waiting, name="waiting"),
    path("moderation/<slug:ref>/", desk.case, name="case"),
    path("moderation/<slug:ref>/claim/", holding.claim, name="claim"),
    path("moderation/<slug:ref>/let-go/", holding.let_go, name="let_go"),
    path("moderation/<slug:ref>/take-over/", holding.take_over, name="take_over"),
    path("moderation/<slug:ref>/step-aside/", holding.step_aside, name="step_aside"),
    path("moderation/<slug:ref>/sort/", working.sort, name="sort"),
    path("moderation/<slug:ref>/think/", working.think, name="think"),
    path("moderation/<slug:ref>/ask/", working.ask, name="ask"),
    path("moderation/<slug:ref>/decide/", working.decide, name="decide"),
    path("moderation/<slug:ref>/approve/", working.approve, name="approve"),
    path("moderation/<slug:ref>/refuse/", working.refuse, name="refuse"),
    path("moderation/<slug:ref>/appeal/", working.appeal, name="appeal"),
    path("moderation/<slug:ref>/evidence/<id:number>/", choices.evidence, name="evidence"),
    path("moderation/<slug:ref>/false/<slug:report_ref>/", false.said_false, name="said_false"),
    path("reports/<slug:ref>/", false.told_false, name="told_false"),
    path("groups/<slug:slug>/reports/", hosts.group_reports, name="group_reports"),
    path("groups/<slug:slug>/reports/<slug:ref>/", hosts.group_report, name="group_report"),
]
