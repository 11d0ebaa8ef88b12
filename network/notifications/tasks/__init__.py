"""Letters by mail, the daily summary, and upkeep: what is slower than a render."""

from network.notifications.tasks.digest import send_digest_batch, send_digests
from network.notifications.tasks.mail import post_letters, send_mail
from network.notifications.tasks.upkeep import prune_news, tell_counts

__all__ = ["post_letters", "prune_news", "send_digest_batch", "send_digests", "send_mail", "tell_counts"]
