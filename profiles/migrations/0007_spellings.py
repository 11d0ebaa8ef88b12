import django.contrib.postgres.fields
import django.contrib.postgres.indexes
from django.db import migrations, models

from network.core.text import fold
from profiles.terms import spellings_of


def fill(apps, schema_editor):
    """What everybody is found by, as Person.set_terms writes it from now on."""
    people = apps.get_model("profiles", "Person").objects.all()
    batch = []
    for person in people.only("pk", "name", "handle", "title").iterator(2000):
        person.folded = fold(f"{person.name} {person.handle} {person.title}")[:500]
        person.spellings = spellings_of(person.name)
        batch.append(person)
        if len(batch) == 2000:
            people.bulk_update(batch, ["folded", "spellings"])
            batch = []
    people.bulk_update(batch, ["folded", "spellings"])


class Migration(migrations.Migration):
    """The column keeps its name, so that the former version goes on while this one starts."""

    dependencies = [("profiles", "0006_sign_in")]

    operations = [
        migrations.RemoveIndex("person", "person_grams"),
        migrations.AlterField(
            "person",
            "grams",
            django.contrib.postgres.fields.ArrayField(
                models.TextField(), default=list, editable=False, db_column="grams"
            ),
        ),
        migrations.RenameField("person", "grams", "spellings"),
        migrations.RunPython(fill, migrations.RunPython.noop),
        # The rows were rewritten by this very transaction, so their foreign keys wait to be checked; no index before that.
        migrations.RunSQL("SET CONSTRAINTS ALL IMMEDIATE", migrations.RunSQL.noop),
        migrations.AddIndex(
            "person",
            django.contrib.postgres.indexes.GinIndex(
                fields=["spellings"], condition=models.Q(is_active=True), name="person_spellings"
            ),
        ),
    ]
