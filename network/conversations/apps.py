from django.apps import AppConfig


class ConversationsConfig(AppConfig):
    name = "network.conversations"
    label = "conversations"
