"""Reports, cases and what is decided. Words that are fixed stand before references."""

from django.urls import path

from network.moderation.views import custody, desk, holding, ladder, own, reporting, sides, working

app_name = "moderation"
urlpatterns = [
    path("report/<slug:what>/<id:number>/", reporting.report, name="report"),
    path("reports/", reporting.reports, name="reports"),
    path("reports/file/", own.my_file, name="my_file"),
    path("appeals/", sides.about_me, name="about_me"),
    path("appeals/<slug:ref>/", sides.statement, name="statement"),
    path("appeals/<slug:ref>/word/", sides.hearing, name="hearing"),
    path("appeals/<slug:ref>/withdraw/", sides.withdraw, name="withdraw_appeal"),
    path("moderation/", desk.queue, name="queue"),
    path("moderation/approvals/", desk.queue, {"show": "second"}, name="approvals"),
    path("moderation/custody/", custody.desk, name="custody"),
    path("moderation/custody/log/", custody.log, name="log"),
    path("moderation/custody/<slug:ref>/", custody.answer, name="custody_answer"),
    path("moderation/custody/<slug:ref>/review/", custody.review, name="custody_review"),
    path("moderation/looks/", custody.looks, name="looks"),
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
    path("moderation/<slug:ref>/lift/", ladder.lift, name="lift"),
    path("moderation/<slug:ref>/name/", custody.name, name="ask_name"),
    path("moderation/<slug:ref>/hold/", custody.hold, name="ask_hold"),
]
