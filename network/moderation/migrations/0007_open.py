"""Figures for everybody, hand-overs to the employer's side, and records of meetings there."""

import django.db.models.deletion
import network.core.clock
import network.core.ids
import network.moderation.models.cases
from django.conf import settings
from django.db import migrations, models


FORWARD = """
CREATE FUNCTION moderation_published() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.published_at IS NOT NULL THEN
    RAISE EXCEPTION 'published figures stay as they are' USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER published BEFORE UPDATE OR DELETE ON moderation_transparencyreport
  FOR EACH ROW EXECUTE FUNCTION moderation_published();

CREATE FUNCTION moderation_handed_over() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.case_id, NEW.receiver_id, NEW.proposed_by_id, NEW.digest)
     IS DISTINCT FROM (OLD.case_id, OLD.receiver_id, OLD.proposed_by_id, OLD.digest)
     OR NEW.sealed NOT IN (OLD.sealed, '') OR NEW.purpose NOT IN (OLD.purpose, '')
     OR NEW.ground NOT IN (OLD.ground, '') THEN  -- words may be erased, and never changed
    RAISE EXCEPTION 'what was proposed is what is handed over' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER as_proposed BEFORE UPDATE ON moderation_handover
  FOR EACH ROW EXECUTE FUNCTION moderation_handed_over();
CREATE TRIGGER unchanged BEFORE UPDATE ON moderation_employercopy
  FOR EACH ROW EXECUTE FUNCTION moderation_never();

CREATE FUNCTION moderation_meeting_closed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.closed_at IS NOT NULL AND NOT (TG_OP = 'DELETE'
     AND EXISTS (SELECT 1 FROM moderation_handover WHERE id = OLD.handover_id AND closed_at IS NOT NULL)) THEN
    RAISE EXCEPTION 'a closed record stays as it is' USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER closed BEFORE UPDATE OR DELETE ON moderation_meeting
  FOR EACH ROW EXECUTE FUNCTION moderation_meeting_closed();

CREATE FUNCTION moderation_attendance_closed() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  of_meeting bigint := CASE WHEN TG_OP = 'INSERT' THEN NEW.meeting_id ELSE OLD.meeting_id END;
BEGIN
  IF EXISTS (SELECT 1 FROM moderation_meeting m JOIN moderation_handover h ON h.id = m.handover_id
             WHERE m.id = of_meeting AND m.closed_at IS NOT NULL AND (TG_OP <> 'DELETE' OR h.closed_at IS NULL)) THEN
    RAISE EXCEPTION 'a closed record stays as it is' USING ERRCODE = 'restrict_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER closed BEFORE INSERT OR UPDATE OR DELETE ON moderation_attendance
  FOR EACH ROW EXECUTE FUNCTION moderation_attendance_closed();
"""
BACKWARD = """
DROP TRIGGER closed ON moderation_attendance;
DROP TRIGGER closed ON moderation_meeting;
DROP TRIGGER unchanged ON moderation_employercopy;
DROP TRIGGER as_proposed ON moderation_handover;
DROP TRIGGER published ON moderation_transparencyreport;
DROP FUNCTION moderation_attendance_closed();
DROP FUNCTION moderation_meeting_closed();
DROP FUNCTION moderation_handed_over();
DROP FUNCTION moderation_published();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('moderation', '0006_custody'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HandOver',
            fields=[
                ('id', models.BigIntegerField(default=network.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('ref', models.CharField(default=network.moderation.models.cases.new_ref, editable=False, max_length=9, unique=True)),
                ('standing', models.CharField(choices=[('proposed', 'Waits for a second person'), ('refused', 'Not agreed to'), ('sent', 'Sent'), ('received', 'Received'), ('closed', 'Closed by HR')], default='proposed', max_length=8)),
                ('purpose', models.CharField(max_length=300)),
                ('ground', models.CharField(max_length=300)),
                ('proposed_at', models.DateTimeField(default=network.core.clock.now)),
                ('answered_at', models.DateTimeField(null=True)),
                ('refusal', models.CharField(blank=True, max_length=600)),
                ('sealed', models.TextField(blank=True)),
                ('digest', models.CharField(max_length=64)),
                ('sent_at', models.DateTimeField(null=True)),
                ('read_at', models.DateTimeField(null=True)),
                ('received_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('erased_at', models.DateTimeField(null=True)),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='handovers', to='moderation.case')),
                ('proposed_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('receiver', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='EmployerCopy',
            fields=[
                ('handover', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='copy', serialize=False, to='moderation.handover')),
                ('sealed', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='Meeting',
            fields=[
                ('id', models.BigIntegerField(default=network.core.ids.new_id, editable=False, primary_key=True, serialize=False)),
                ('ref', models.CharField(default=network.moderation.models.cases.new_ref, editable=False, max_length=9, unique=True)),
                ('starts_at', models.DateTimeField()),
                ('invitation', models.TextField()),
                ('record', models.TextField(blank=True)),
                ('invited_at', models.DateTimeField(default=network.core.clock.now)),
                ('written_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('handover', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='meetings', to='moderation.handover')),
            ],
            options={
                'ordering': ['starts_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Attendance',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('part', models.CharField(choices=[('employee', 'Whom it is about'), ('adviser', 'HR adviser'), ('leader', 'For the employer'), ('representative', 'Elected representative'), ('companion', 'Brought along by the employee')], max_length=14)),
                ('came', models.BooleanField(null=True)),
                ('comment', models.TextField(blank=True)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('meeting', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attendances', to='moderation.meeting')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='TransparencyReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('period', models.CharField(max_length=6, unique=True)),
                ('figures', models.JSONField()),
                ('counted_at', models.DateTimeField(default=network.core.clock.now)),
                ('discussed_on', models.DateField(null=True)),
                ('discussed_with', models.CharField(blank=True, max_length=200)),
                ('published_at', models.DateTimeField(null=True)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-period'],
            },
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.UniqueConstraint(condition=models.Q(('standing__in', ('proposed', 'sent', 'received'))), fields=('case',), name='one_hand_over_at_a_time'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(('approved_by', None), models.Q(('approved_by', models.F('proposed_by')), _negated=True), _connector='OR'), name='handed_over_by_two'),
        ),
        migrations.AddConstraint(
            model_name='handover',
            constraint=models.CheckConstraint(condition=models.Q(('standing__in', ('proposed', 'refused')), models.Q(('approved_by__isnull', False), ('sent_at__isnull', False)), _connector='OR'), name='sent_when_agreed'),
        ),
        migrations.AddConstraint(
            model_name='meeting',
            constraint=models.CheckConstraint(condition=models.Q(('closed_at', None), models.Q(('record', ''), _negated=True), _connector='OR'), name='a_closed_record_says_something'),
        ),
        migrations.AddConstraint(
            model_name='attendance',
            constraint=models.UniqueConstraint(fields=('meeting', 'person'), name='invited_once'),
        ),
        migrations.AddConstraint(
            model_name='transparencyreport',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('published_at', None), ('published_by', None)), models.Q(('discussed_on__isnull', False), models.Q(('discussed_with', ''), _negated=True), ('published_by__isnull', False)), _connector='OR'), name='published_when_talked_over'),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
