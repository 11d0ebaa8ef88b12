"""Doors for other systems."""

from django.urls import path

from network.core.later import Later
from network.openness.views import imports, provisioning, schedules

# SCIM describes itself with a library that is large, and most sites have no directory that calls.
scim_discovery = Later("network.openness.views.scim_discovery")
scim_groups = Later("network.openness.views.scim_groups")
scim_people = Later("network.openness.views.scim_people")
app_name = "openness"
urlpatterns = [
    path("administration/import/", imports.imports, name="imports"),
    path("administration/import/<id:pk>/", imports.import_page, name="import"),
    path("administration/import/<id:pk>/columns/", imports.columns, name="columns"),
    path("administration/import/<id:pk>/carry-out/", imports.carry_out, name="carry_out"),
    path("administration/import/<id:pk>/undo/", imports.undo, name="undo"),
    path("administration/import/<id:pk>/drop/", imports.drop, name="drop"),
    path("administration/import/<id:pk>/every-day/", schedules.schedule, name="schedule"),
    path("administration/import/every-day/<id:pk>/drop/", schedules.drop_schedule, name="drop_schedule"),
    path("administration/provisioning/", provisioning.provisioning, name="provisioning"),
    path("administration/provisioning/<id:pk>/key/", provisioning.new_key, name="new_key"),
    path("administration/provisioning/key/<id:pk>/revoke/", provisioning.revoke_key, name="revoke_key"),
    path("administration/provisioning/group/<id:pk>/link/", provisioning.link_group, name="link_group"),
    path("administration/provisioning/group/<id:pk>/unlink/", provisioning.unlink_group, name="unlink_group"),
    path("scim/v2/ServiceProviderConfig", scim_discovery.config, name="scim_config"),
    path("scim/v2/ResourceTypes", scim_discovery.types, name="scim_types"),
    path("scim/v2/ResourceTypes/<str:name>", scim_discovery.types, name="scim_type"),
    path("scim/v2/Schemas", scim_discovery.shapes, name="scim_schemas"),
    path("scim/v2/Schemas/<str:name>", scim_discovery.shapes, name="scim_schema"),
    path("scim/v2/Users", scim_people.people, name="scim_people"),
    path("scim/v2/Users/<str:pk>", scim_people.person, name="scim_person"),
    path("scim/v2/Groups", scim_groups.groups, name="scim_groups"),
    path("scim/v2/Groups/<str:pk>", scim_groups.group, name="scim_group"),
    path("scim/v2/Me", scim_discovery.not_here, name="scim_me"),
    path("scim/v2/Bulk", scim_discovery.not_here, name="scim_bulk"),
    path("scim/v2/.search", scim_discovery.not_here, name="scim_search"),
    path("scim/v2/<path:rest>", scim_discovery.nowhere, name="scim_nowhere"),
]
