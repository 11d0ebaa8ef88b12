"""Letters to people."""

from django.urls import path

from network.notifications import views

app_name = "notifications"
urlpatterns = [
    path("notifications/", views.notifications, name="notifications"),
    path("notifications/read/", views.read_all, name="read_all"),
    path("notifications/<id:pk>/", views.notification, name="notification"),
    path("notifications/<id:pk>/read/", views.read, name="read"),
    path("notifications/unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
    path("settings/notifications/", views.preferences, name="preferences"),
    path("demo/mail/", views.demo_mail, name="demo_mail"),
]
