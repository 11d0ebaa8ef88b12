"""Addresses of the feed: home, posts, lists of posts."""

from django.urls import path

from network.feed import views

app_name = "feed"
urlpatterns = [
    path("", views.home, name="home"),
    path("posts/new/", views.compose, name="compose"),
    path("posts/audience/", views.audience, name="audience"),
    path("posts/asking/", views.askable, name="askable"),
    path("posts/draft/", views.draft, name="draft"),
    path("posts/sharing/", views.sharings, name="sharings"),
    path("posts/<id:post_id>/", views.post, name="post"),
    path("posts/<id:post_id>/sharing/", views.sharing, name="sharing"),
    path("posts/<id:post_id>/edit/", views.post_edit, name="post_edit"),
    path("posts/<id:post_id>/history/", views.post_history, name="post_history"),
    path("posts/<id:post_id>/delete/", views.post_delete, name="post_delete"),
    path("posts/<id:post_id>/menu/", views.post_menu, name="post_menu"),
    path("posts/<id:post_id>/save/", views.post_save, name="post_save"),
    path("posts/<id:post_id>/pin/", views.post_pin, name="post_pin"),
    path("welcome/", views.welcome, name="welcome"),
    path("welcome/open/", views.first_steps, name="first_steps"),
    path("welcome/leave/", views.leave_welcome, name="leave_welcome"),
    path("welcome/<slug:step>/", views.first_step, name="first_step"),
    path("welcome/<slug:step>/skip/", views.skip_first_step, name="skip_first_step"),
    path("posts/<id:post_id>/hand-on/", views.hand_on, name="hand_on"),
    path("saved/", views.saved, name="saved"),
    path("topics/", views.topics, name="topics"),
    path("topics/<str:slug>/", views.topic, name="topic"),
    path("topics/<str:slug>/follow/", views.topic_follow, name="topic_follow"),
    path("people/<str:handle>/posts/", views.by_person, name="by_person"),
    path("groups/<slug:slug>/posts/", views.in_group, name="in_group"),
    path("groups/<slug:slug>/pinned/", views.pinned, name="pinned"),
    path("skills/<slug:slug>/posts/", views.about_skill, name="about_skill"),
]
