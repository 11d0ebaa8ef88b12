from django.db import migrations

from profiles.languages import kept_languages


def keep_codes(apps, schema_editor):
    """What people wrote as they pleased is kept by its code, where it is a language that has one."""
    people = apps.get_model("profiles", "Person").objects
    written = people.exclude(languages=[]).values_list("languages", flat=True).distinct().order_by()
    for said in list(written):
        kept = kept_languages(said)
        if kept != said:
            people.filter(languages=said).update(languages=kept)


class Migration(migrations.Migration):
    """The former version shows codes until this one has started; what it writes meanwhile is read as it is written."""

    dependencies = [("profiles", "0007_spellings")]

    operations = [migrations.RunPython(keep_codes, migrations.RunPython.noop)]
