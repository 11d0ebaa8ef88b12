from django.apps import AppConfig


class FeedConfig(AppConfig):
    name = "network.feed"
    label = "feed"
