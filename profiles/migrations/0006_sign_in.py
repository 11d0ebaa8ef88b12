from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("profiles", "0005_chart")]

    operations = [
        migrations.AddField(
            "invitation",
            "language",
            models.CharField(
                choices=[("nb", "Norsk"), ("en", "English")], db_default="nb", default="nb", max_length=2
            ),
        ),
        migrations.AddField("signinrules", "makes_accounts", models.BooleanField(db_default=False, default=False)),
        migrations.AddConstraint(
            "invitation",
            models.UniqueConstraint(
                fields=["email"], condition=Q(used_at=None, revoked_at=None), name="one_open_way_in"
            ),
        ),
    ]
