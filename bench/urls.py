"""The product's addresses and the two floors."""

from django.urls import include, path

from bench import floor

urlpatterns = [
    path("bench/trivial/", floor.trivial, name="bench_trivial"),
    path("bench/floor/", floor.floor, name="bench_floor"),
    path("", include("network.urls")),
]
handler400 = "network.core.views.bad_request"
handler403 = "network.core.views.forbidden"
handler404 = "network.core.views.not_found"
handler500 = "network.core.views.server_error"
