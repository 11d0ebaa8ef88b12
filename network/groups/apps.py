from django.apps import AppConfig


class GroupsConfig(AppConfig):
    name = "network.groups"
    label = "groups"
