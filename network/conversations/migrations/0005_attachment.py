"""Takes over attachments from feed 0004, which renamed their table; and a draft without a thread may keep files."""

import django.db.models.deletion
import network.core.clock
import network.core.ids
from django.conf import settings
from django.db import migrations, models


# Backwards there is no room for files of ideas: their rows stay, with whoever sent them.
LET_GO = [
    "UPDATE conversations_attachment SET thread_id = NULL WHERE thread_id NOT IN (SELECT thread_id FROM feed_post)",
    "SET CONSTRAINTS ALL IMMEDIATE",
    "SET CONSTRAINTS ALL DEFERRED",
]


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0004_hides_author"),
        ("feed", "0004_attachments_move_down"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[],
            state_operations=[
                migrations.CreateModel(
                    name="Attachment",
                    fields=[
                        ("id", models.BigIntegerField(default=network.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                        ("kind", models.CharField(choices=[("image", "Picture"), ("file", "File")], max_length=5)),
                        ("name", models.CharField(max_length=160)),
                        ("stored", models.CharField(max_length=80, unique=True)),
                        ("media_type", models.CharField(max_length=100)),
                        ("size", models.PositiveBigIntegerField()),
                        ("width", models.PositiveIntegerField(null=True)),
                        ("height", models.PositiveIntegerField(null=True)),
                        ("alt", models.CharField(blank=True, max_length=300, verbose_name="What does the picture show?")),
                        ("created_at", models.DateTimeField(default=network.core.clock.now)),
                        ("owner", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="attachments", to=settings.AUTH_USER_MODEL)),
                        ("thread", models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name="attachments", to="conversations.thread")),
                    ],
                    options={"ordering": ["id"]},
                ),
            ],
        ),
        migrations.AddField("attachment", "draft", models.CharField(blank=True, db_default="", default="", max_length=40)),
        migrations.AddConstraint(
            "attachment",
            models.CheckConstraint(condition=models.Q(("thread", None), ("draft", ""), _connector="OR"), name="attachment_in_one_place"),
        ),
        migrations.AddIndex(
            "attachment",
            models.Index(condition=models.Q(("draft", ""), ("thread__isnull", True)), fields=["created_at"], name="attachment_orphans"),
        ),
        migrations.AddIndex(
            "attachment",
            models.Index(condition=models.Q(("draft", ""), _negated=True), fields=["draft"], name="attachment_of_draft"),
        ),
        migrations.RunSQL([], LET_GO),
    ]
