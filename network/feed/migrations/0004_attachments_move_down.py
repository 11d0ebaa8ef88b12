"""Attachments belong to conversations now, as ideas have them too: the table is renamed, every row and file stays.

A post's key is its thread's key, so the column keeps its values and only what it refers to changes. The model itself
leaves this room's state here and enters the other's in conversations 0005.
"""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("conversations", "0004_hides_author"),
        ("feed", "0003_draft_skill"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RemoveIndex("attachment", "attachment_orphans"),
                migrations.RenameField("attachment", "post", "thread"),
                migrations.AlterField(
                    "attachment",
                    "thread",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="attachments",
                        to="conversations.thread",
                    ),
                ),
                migrations.AlterModelTable("attachment", "conversations_attachment"),
            ],
            state_operations=[migrations.DeleteModel("Attachment")],
        ),
    ]
