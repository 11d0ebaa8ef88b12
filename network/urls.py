"""One include per room; URL names are the only way in which a lower room points at a higher one."""

from django.urls import include, path

urlpatterns = [
    path("", include("network.health")),
    path("", include("profiles.urls")),
    path("", include("network.policy.urls")),
    path("", include("network.groups.urls")),
    path("", include("network.conversations.urls")),
    path("", include("network.notifications.urls")),
    path("", include("ideas.urls")),
    path("", include("network.search.urls")),
    path("", include("network.moderation.urls")),
    path("", include("network.openness.urls")),
    path("", include("network.live.urls")),
    path("", include("network.feed.urls")),
    path("account/", include("allauth.urls")),
]
handler400 = "network.core.views.bad_request"
handler403 = "network.core.views.forbidden"
handler404 = "network.core.views.not_found"
handler500 = "network.core.views.server_error"
