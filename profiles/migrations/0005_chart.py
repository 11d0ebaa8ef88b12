from django.db import migrations, models

# Whoever was called so before the page came keeps everything but the handle.
RENAME = "UPDATE profiles_person SET handle = 'chart-' || id, version = version + 1 WHERE handle = 'chart'"


class Migration(migrations.Migration):
    dependencies = [("profiles", "0004_people")]

    operations = [
        migrations.AddField("person", "is_top", models.BooleanField(default=False, db_default=False)),
        migrations.RunSQL(RENAME, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "person",
            models.CheckConstraint(
                condition=models.Q(("handle__in", ["chart"]), _negated=True),
                name="handle_is_no_page",
                violation_error_message="This handle is the address of a page. Choose another.",
            ),
        ),
    ]
