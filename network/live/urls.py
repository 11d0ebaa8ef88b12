from django.urls import path

from network.live import views

app_name = "live"
urlpatterns = [path("live/catch-up/", views.catch_up_page, name="catch_up")]
