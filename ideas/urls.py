"""Addresses of the idea board."""

from django.urls import path

from ideas import views

app_name = "ideas"
urlpatterns = [
    path("ideas/", views.board, name="board"),
    path("ideas/new/", views.new, name="new"),
    path("ideas/draft/", views.draft, name="draft"),
    path("ideas/mine/", views.mine, name="mine"),
    path("ideas/seen/", views.seen, name="seen"),
    path("ideas/similar/", views.similar, name="similar"),
    path("ideas/questions/", views.questions, name="questions"),
    path("ideas/<id:number>/", views.idea, name="idea"),
    path("ideas/<id:number>/edit/", views.edit, name="edit"),
    path("ideas/<id:number>/delete/", views.delete, name="delete"),
    path("ideas/<id:number>/before/", views.history, name="history"),
    path("ideas/<id:number>/timeline/", views.timeline, name="timeline"),
    path("ideas/<id:number>/vote/", views.vote, name="vote"),
    path("ideas/<id:number>/regret/", views.regret, name="regret"),
    path("ideas/<id:number>/voices/", views.voices, name="voices"),
    path("ideas/<id:number>/move/", views.moves, name="moves"),
    path("ideas/<id:number>/move/<slug:state>/", views.move, name="move"),
    path("ideas/<id:number>/owner/", views.owner, name="owner"),
    path("ideas/<id:number>/authors/", views.authors, name="authors"),
    path("ideas/<id:number>/part/", views.part, name="part"),
    path("campaigns/", views.campaigns, name="campaigns"),
    path("campaigns/new/", views.campaign_new, name="campaign_new"),
    path("campaigns/<slug:slug>/", views.campaign, name="campaign"),
    path("campaigns/<slug:slug>/edit/", views.campaign_edit, name="campaign_edit"),
    path("campaigns/<slug:slug>/close/", views.campaign_close, name="campaign_close"),
    path("desk/screening/", views.screening, name="screening"),
    path("people/<str:handle>/ideas/", views.by_person, name="by_person"),
]
