"""Addresses of threads and comments, under whatever they belong to."""

from django.urls import path

from network.conversations import file_urls, views

app_name = "conversations"
urlpatterns = [
    path("threads/<id:thread_id>/comments/", views.comments, name="comments"),
    path("threads/<id:thread_id>/reactions/<slug:emotion>/", views.thread_reaction, name="thread_reaction"),
    path("threads/<id:thread_id>/mute/", views.thread_mute, name="thread_mute"),
    path("comments/<id:comment_id>/reactions/<slug:emotion>/", views.comment_reaction, name="comment_reaction"),
    path("comments/<id:comment_id>/menu/", views.comment_menu, name="comment_menu"),
    path("comments/<id:comment_id>/edit/", views.comment_edit, name="comment_edit"),
    path("comments/<id:comment_id>/history/", views.comment_history, name="comment_history"),
    path("comments/<id:comment_id>/delete/", views.comment_delete, name="comment_delete"),
    path("mentions/", views.mentions, name="mentions"),
    *file_urls.patterns,
]
