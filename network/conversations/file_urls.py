"""Addresses of files; urls.py adds them to its own."""

from django.urls import path

from network.conversations.views import files

patterns = [
    path("files/", files.attachment_upload, name="attachment_upload"),
    path("files/<int:attachment_id>/alt/", files.attachment_alt, name="attachment_alt"),
    path("files/<int:attachment_id>/discard/", files.attachment_discard, name="attachment_discard"),
    path("files/<int:attachment_id>/<int:width>.webp", files.picture, name="picture"),
    path("files/<int:attachment_id>/<str:name>", files.attachment, name="attachment"),
]
