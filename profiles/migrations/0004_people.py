import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.core.validators
import django.db.models.deletion
import django.db.models.expressions
import network.core.clock
from django.conf import settings
from django.db import migrations, models

from profiles.terms import telling_of


def fill(apps, schema_editor):
    """What people are found by beside their names, as Person.save writes it from now on."""
    people = apps.get_model("profiles", "Person").objects.all()
    batch = []
    for person in people.only("pk", "place", "phone", "email").iterator(2000):
        person.findable = telling_of(person.place, person.phone, person.email)[:500]
        batch.append(person)
        if len(batch) == 2000:
            people.bulk_update(batch, ["findable"])
            batch = []
    people.bulk_update(batch, ["findable"])


class Migration(migrations.Migration):
    dependencies = [
        ("profiles", "0003_department_of_active"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProfileField",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=40, unique=True)),
                ("name_nb", models.CharField(blank=True, max_length=60)),
                ("name_en", models.CharField(blank=True, max_length=60)),
                ("is_own", models.BooleanField(default=False)),
                ("is_shown", models.BooleanField(default=True)),
                ("is_required", models.BooleanField(default=False)),
                ("may_hide", models.BooleanField(default=False)),
                ("is_filter", models.BooleanField(default=False)),
                ("position", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "ordering": ["position", "pk"],
            },
        ),
        migrations.AddField(
            model_name="person",
            name="birthday",
            field=models.CharField(
                blank=True,
                max_length=5,
                validators=[django.core.validators.RegexValidator("^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")],
                verbose_name="Birthday",
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="erased_at",
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name="person",
            name="extra",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="person",
            name="findable",
            field=models.CharField(default="", editable=False, max_length=500),
        ),
        migrations.AddField(
            model_name="person",
            name="host",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="newcomers",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="is_introduced",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="person",
            name="shows_anniversary",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="person",
            name="stand_in",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="stands_in_for",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="started_on",
            field=models.DateField(blank=True, null=True, verbose_name="First day at work"),
        ),
        migrations.AddField(
            model_name="person",
            name="takes_questions",
            field=models.BooleanField(default=True),
        ),
        migrations.AddField(
            model_name="personskill",
            name="declared_at",
            field=models.DateTimeField(default=network.core.clock.now),
        ),
        migrations.AddField(
            model_name="personskill",
            name="renewed_at",
            field=models.DateTimeField(default=network.core.clock.now),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.RemoveIndex(model_name="person", name="person_words"),
        migrations.RemoveField(model_name="person", name="words"),
        migrations.AddField(
            model_name="person",
            name="words",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Func(
                    models.Func(
                        django.db.models.expressions.CombinedExpression(
                            django.db.models.expressions.CombinedExpression(
                                models.F("folded"), "||", models.Value(" ")
                            ),
                            "||",
                            models.F("findable"),
                        ),
                        models.Value("[^[:alnum:]]+"),
                        models.Value(" "),
                        models.Value("g"),
                        function="regexp_replace",
                    ),
                    template="to_tsvector('simple'::regconfig, %(expressions)s)",
                ),
                output_field=django.contrib.postgres.search.SearchVectorField(),
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=django.contrib.postgres.indexes.GinIndex(
                condition=models.Q(("is_active", True)), fields=["words"], name="person_words"
            ),
        ),
        migrations.CreateModel(
            name="FormerHandle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("handle", models.CharField(max_length=40, unique=True)),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="former_handles",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Invitation",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("email", models.EmailField(max_length=254)),
                ("name", models.CharField(blank=True, max_length=120)),
                (
                    "role",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("moderator", "Moderator"),
                            ("lead-moderator", "Lead moderator"),
                            ("policy-editor", "Policy editor"),
                            ("representative", "Elected representative"),
                        ],
                        max_length=20,
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField(default=network.core.clock.now)),
                ("expires_at", models.DateTimeField()),
                ("used_at", models.DateTimeField(blank=True, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="profiles.department",
                    ),
                ),
                (
                    "invited_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=80, unique=True)),
                (
                    "kind",
                    models.CharField(choices=[("file", "File"), ("scim", "Scim"), ("ldap", "Ldap")], max_length=8),
                ),
                (
                    "owns",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), blank=True, default=list, size=None
                    ),
                ),
                ("created_at", models.DateTimeField(default=network.core.clock.now)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FirstStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "step",
                    models.CharField(
                        choices=[
                            ("photo", "Photo"),
                            ("skills", "Skills"),
                            ("groups", "Groups"),
                            ("hello", "Hello"),
                            ("rules", "Rules"),
                        ],
                        max_length=8,
                    ),
                ),
                ("is_skipped", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(default=network.core.clock.now)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="first_steps",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "step"), name="one_row_per_step")],
            },
        ),
        migrations.AddField(
            model_name="person",
            name="hides",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.CreateModel(
            name="PassedOver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("created_at", models.DateTimeField(default=network.core.clock.now)),
                (
                    "colleague",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person", "colleague"), name="passed_over_once")],
            },
        ),
        migrations.CreateModel(
            name="SignInRules",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "second_step",
                    models.CharField(
                        choices=[
                            ("nobody", "Nobody"),
                            ("administrators", "Administrators"),
                            ("everybody", "Everybody"),
                        ],
                        default="nobody",
                        max_length=14,
                    ),
                ),
                ("only_sso", models.BooleanField(default=False)),
                ("changed_at", models.DateTimeField(default=network.core.clock.now)),
                (
                    "break_glass",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_row_of_rules"),
                    models.CheckConstraint(
                        condition=models.Q(("only_sso", False), ("break_glass__isnull", False), _connector="OR"),
                        name="a_way_in_remains",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SourceRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("external_id", models.CharField(max_length=255)),
                ("seen_at", models.DateTimeField(default=network.core.clock.now)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="records", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="records", to="profiles.source"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("source", "external_id"), name="one_person_per_record"),
                    models.UniqueConstraint(fields=("source", "person"), name="one_record_per_person"),
                ],
            },
        ),
    ]
