import django.contrib.postgres.fields
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import ideas.models.grants
import network.core.clock
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ideas', '0004_likeness'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Award',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True, verbose_name='Name')),
                ('description', models.TextField(max_length=1000, verbose_name='What it is for')),
                ('kind', models.CharField(choices=[('jury', 'A jury decides'), ('peoples-choice', 'Everybody votes'), ('spot', 'A manager gives it on the spot')], max_length=14)),
                ('emblem', models.CharField(choices=[('window', 'Lit window'), ('lighthouse', 'Lighthouse'), ('bridge', 'Bridge'), ('spark', 'Spark')], default='window', max_length=10)),
                ('archived_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=network.core.clock.now)),
            ],
            options={
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='AwardRound',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('slug', models.SlugField(max_length=60, unique=True)),
                ('title', models.CharField(max_length=80, verbose_name='Title')),
                ('state', models.CharField(choices=[('planning', 'Being planned'), ('nominating', 'Nominations are open'), ('judging', 'The jury judges'), ('deliberating', 'The jury talks it over'), ('decided', 'Decided'), ('announced', 'Announced'), ('closed', 'Closed'), ('cancelled', 'Cancelled')], default='planning', max_length=12)),
                ('chair', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('made_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('nominate_from', models.DateField()),
                ('nominate_until', models.DateField()),
                ('judge_until', models.DateField()),
                ('announce_at', models.DateTimeField()),
                ('min_jury', models.PositiveSmallIntegerField(default=3)),
                ('thanks', models.TextField(blank=True, max_length=2000, verbose_name='To everybody nominated')),
                ('announced_at', models.DateTimeField(blank=True, null=True)),
                ('told', models.JSONField(blank=True, default=dict)),
                ('created_at', models.DateTimeField(default=network.core.clock.now)),
            ],
            options={
                'ordering': ['-announce_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('judge_until__gte', models.F('nominate_until')), ('nominate_until__gte', models.F('nominate_from'))), name='round_days_in_order'), models.CheckConstraint(condition=models.Q(models.Q(('announced_at__isnull', False), ('state__in', ['announced', 'closed'])), models.Q(models.Q(('state__in', ['announced', 'closed']), _negated=True), ('announced_at', None)), _connector='OR'), name='round_announced_has_its_moment')],
            },
        ),
        migrations.CreateModel(
            name='AwardRules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('gift_limit', models.PositiveIntegerField(default=5000, verbose_name='Tax-free gifts a year, in kroner')),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('changed_at', models.DateTimeField(default=network.core.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='CustomerVoice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('idea', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='customer_voices', to='ideas.idea')),
                ('organisation', models.CharField(max_length=120, verbose_name='Organisation or channel')),
                ('added_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(default=network.core.clock.now)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('organisation'), models.F('idea'), name='an_organisation_once_an_idea'), models.CheckConstraint(condition=models.Q(('organisation', ''), _negated=True), name='a_voice_has_a_name')],
            },
        ),
        migrations.CreateModel(
            name='DeliveryChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('idea', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='delivery_changes', to='ideas.idea')),
                ('kind', models.CharField(choices=[('target', 'New day'), ('health', 'How it goes'), ('owner', 'Carried out by another'), ('measured', 'Measured'), ('unmeasurable', 'Nothing can be measured')], max_length=12)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('before_on', models.DateField(blank=True, null=True)),
                ('target_on', models.DateField(blank=True, null=True)),
                ('health', models.CharField(blank=True, choices=[('on-track', 'On track'), ('at-risk', 'At risk'), ('late', 'Late'), ('blocked', 'Blocked')], max_length=8)),
                ('to', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('words', models.CharField(blank=True, max_length=1000)),
                ('created_at', models.DateTimeField(default=network.core.clock.now)),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['idea', 'id'], name='delivery_changes_of_idea')],
                'constraints': [models.CheckConstraint(condition=models.Q(('health', 'on-track'), models.Q(('kind', 'owner'), ('to__isnull', False)), models.Q(('words', ''), _negated=True), _connector='OR'), name='delivery_change_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'target'), _negated=True), models.Q(('before_on__isnull', False), ('target_on__isnull', False)), _connector='OR'), name='delivery_change_of_day_has_both')],
            },
        ),
        migrations.CreateModel(
            name='Export',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('what', models.CharField(choices=[('ideas', 'Ideas'), ('changes', 'What was decided, and why'), ('votes', 'How many want each idea'), ('reviews', 'Reviews, without names'), ('grants', 'Awards')], max_length=7)),
                ('form', models.CharField(choices=[('csv', 'Table (CSV)'), ('json', 'JSON')], max_length=4)),
                ('campaign', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ideas.campaign')),
                ('rows', models.PositiveIntegerField()),
                ('created_at', models.DateTimeField(default=network.core.clock.now)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Prize',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120, verbose_name='Prize')),
                ('kind', models.CharField(choices=[('none', 'No prize'), ('symbolic', 'Symbolic'), ('goods', 'A thing'), ('gift-card', 'Gift card'), ('time-off', 'Time off'), ('cash', 'Money'), ('donation', 'A gift to a good cause')], default='symbolic', max_length=9)),
                ('value', models.PositiveIntegerField(default=0)),
                ('tax_note', models.CharField(blank=True, max_length=200)),
                ('archived_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['title', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('kind', 'cash'), _negated=True), models.Q(('tax_note', ''), _negated=True), _connector='OR'), name='money_has_a_tax_note')],
            },
        ),
        migrations.CreateModel(
            name='PrizeExport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('year', models.PositiveSmallIntegerField()),
                ('rows', models.PositiveIntegerField()),
                ('created_at', models.DateTimeField(default=network.core.clock.now)),
            ],
            options={
                'ordering': ['-pk'],
            },
        ),
        migrations.CreateModel(
            name='Rubric',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, verbose_name='Name')),
                ('version', models.PositiveSmallIntegerField(default=1)),
                ('is_house', models.BooleanField(default=False)),
                ('replaces', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='replaced_by', to='ideas.rubric')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('frozen_at', models.DateTimeField(blank=True, null=True)),
                ('archived_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=network.core.clock.now)),
            ],
            options={
                'ordering': ['name', '-version'],
                'constraints': [models.UniqueConstraint(fields=('name', 'version'), name='one_version_of_a_rubric'), models.UniqueConstraint(condition=models.Q(('is_house', True)), fields=('is_house',), name='one_rubric_of_the_house')],
            },
        ),
        migrations.CreateModel(
            name='Shortlist',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('campaign', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='shortlist', to='ideas.campaign')),
                ('name', models.CharField(max_length=80, verbose_name='Name')),
                ('rule', models.TextField(max_length=1000, verbose_name='The rule')),
                ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(default=network.core.clock.now)),
                ('frozen_at', models.DateTimeField(blank=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Talk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('idea', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='talks', to='ideas.idea')),
                ('round', models.PositiveSmallIntegerField(default=1)),
                ('note', models.TextField(max_length=2000)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(default=network.core.clock.now)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='YearNote',
            fields=[
                ('idea', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='year_note', serialize=False, to='ideas.idea')),
                ('answer', models.CharField(choices=[('still', 'Still in use'), ('changed', 'In use, but changed'), ('gone', 'No longer in use')], max_length=7)),
                ('words', models.CharField(max_length=1000)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(default=network.core.clock.now)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('words', ''), _negated=True), name='year_note_has_words')],
            },
        ),
        migrations.CreateModel(
            name='Assignment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('idea', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to='ideas.idea')),
                ('reviewer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assignments', to=settings.AUTH_USER_MODEL)),
                ('rubric', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ideas.rubric')),
                ('round', models.PositiveSmallIntegerField(default=1)),
                ('due_on', models.DateField()),
                ('source', models.CharField(choices=[('proposed', 'Proposed by Glød'), ('chosen', 'Chosen by the owner')], max_length=8)),
                ('state', models.CharField(choices=[('open', 'To be done'), ('done', 'Handed in'), ('recused', 'Steps back'), ('released', 'No longer asked'), ('expired', 'Decided without it')], default='open', max_length=8)),
                ('recusal', models.CharField(blank=True, max_length=300)),
                ('asked_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(default=network.core.clock.now)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('nudges', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'open')), fields=['reviewer', 'due_on'], name='assignments_open')],
                'constraints': [models.UniqueConstraint(fields=('idea', 'reviewer', 'round'), name='asked_once_to_judge_an_idea'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'recused'), _negated=True), models.Q(('recusal', ''), _negated=True), _connector='OR'), name='stepping_back_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Category',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='categories', to='ideas.awardround')),
                ('award', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='categories', to='ideas.award')),
                ('position', models.PositiveSmallIntegerField(default=1)),
                ('max_winners', models.PositiveSmallIntegerField(default=1)),
                ('rubric', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ideas.rubric')),
                ('prize', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ideas.prize')),
                ('eligible', models.CharField(choices=[('carried-out', 'Ideas that have been carried out'), ('decided', 'Ideas that got a yes'), ('all', 'Every idea on the board')], default='carried-out', max_length=11)),
                ('campaign', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ideas.campaign')),
                ('no_winner', models.TextField(blank=True, max_length=1000)),
            ],
            options={
                'ordering': ['round', 'position', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('round', 'award'), name='an_award_once_in_a_round'), models.CheckConstraint(condition=models.Q(('max_winners__gte', 1)), name='category_has_a_winner')],
            },
        ),
        migrations.CreateModel(
            name='Criterion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('rubric', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='criteria', to='ideas.rubric')),
                ('position', models.PositiveSmallIntegerField()),
                ('name', models.CharField(max_length=60, verbose_name='Name')),
                ('help', models.CharField(blank=True, max_length=200, verbose_name='What is asked?')),
                ('anchors', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=120), size=5)),
                ('weight', models.PositiveSmallIntegerField(validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(100)])),
                ('may_skip', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['rubric', 'position'],
                'constraints': [models.UniqueConstraint(fields=('rubric', 'position'), name='one_criterion_in_a_place'), models.CheckConstraint(condition=models.Q(('weight__gte', 1), ('weight__lte', 100)), name='criterion_weight_is_percent')],
            },
        ),
        migrations.CreateModel(
            name='JuryMember',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='jury', to='ideas.awardround')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='jury_seats', to=settings.AUTH_USER_MODEL)),
                ('role', models.CharField(choices=[('chair', 'Chairs the jury'), ('juror', 'Juror'), ('secretary', 'Secretary, without a vote')], default='juror', max_length=9)),
                ('left_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=network.core.clock.now)),
            ],
            options={
                'ordering': ['round', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('round', 'person'), name='one_seat_in_a_jury'), models.UniqueConstraint(condition=models.Q(('left_at', None), ('role', 'chair')), fields=('round',), name='one_chair_of_a_jury')],
            },
        ),
        migrations.CreateModel(
            name='RoundChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('round', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='ideas.awardround')),
                ('before', models.CharField(choices=[('planning', 'Being planned'), ('nominating', 'Nominations are open'), ('judging', 'The jury judges'), ('deliberating', 'The jury talks it over'), ('decided', 'Decided'), ('announced', 'Announced'), ('closed', 'Closed'), ('cancelled', 'Cancelled')], max_length=12)),
                ('after', models.CharField(choices=[('planning', 'Being planned'), ('nominating', 'Nominations are open'), ('judging', 'The jury judges'), ('deliberating', 'The jury talks it over'), ('decided', 'Decided'), ('announced', 'Announced'), ('closed', 'Closed'), ('cancelled', 'Cancelled')], max_length=12)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reason', models.TextField(blank=True, max_length=2000)),
                ('created_at', models.DateTimeField(default=network.core.clock.now)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('after', 'cancelled'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='cancelling_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='ShortlistEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('shortlist', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='entries', to='ideas.shortlist')),
                ('idea', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ideas.idea')),
                ('how', models.CharField(choices=[('rule', 'By the rule'), ('wildcard', 'As a wildcard')], default='rule', max_length=8)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(default=network.core.clock.now)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('shortlist', 'idea'), name='once_on_a_shortlist'), models.CheckConstraint(condition=models.Q(('how', 'rule'), models.Q(('reason', ''), _negated=True), _connector='OR'), name='wildcard_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Conflict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conflicts', to='ideas.jurymember')),
                ('idea', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ideas.idea')),
                ('kind', models.CharField(choices=[('author', 'Wrote it'), ('line-manager', 'Manager of an author'), ('deliverer', 'Carried it out'), ('same-team', 'Works in the same team'), ('sponsor', 'Decided on it'), ('close', 'Close to an author'), ('other', 'Something else')], max_length=12)),
                ('source', models.CharField(choices=[('found', 'Found by Glød'), ('declared', 'Said so themselves'), ('challenged', 'Pointed out by another')], max_length=10)),
                ('note', models.CharField(blank=True, max_length=500)),
                ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(default=network.core.clock.now)),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.UniqueConstraint(fields=('member', 'idea', 'kind', 'source'), name='a_conflict_of_a_kind_once')],
            },
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='ideas.category')),
                ('award', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='ideas.award')),
                ('idea', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='grants', to='ideas.idea')),
                ('place', models.PositiveSmallIntegerField(default=1)),
                ('shared', models.BooleanField(default=False)),
                ('tie_note', models.CharField(blank=True, max_length=500)),
                ('citation', models.TextField(max_length=2000, verbose_name='Citation')),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('needs_cosigner', models.BooleanField(default=False)),
                ('cosigner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('cosigned_at', models.DateTimeField(blank=True, null=True)),
                ('month', models.DateField(blank=True, null=True)),
                ('granted_at', models.DateTimeField(default=network.core.clock.now)),
                ('announced_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('revoked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('revoked_reason', models.TextField(blank=True, max_length=1000)),
                ('code', models.CharField(default=ideas.models.grants.new_code, editable=False, max_length=16, unique=True)),
                ('prize_given_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['category', 'place', 'pk'],
                'indexes': [models.Index(condition=models.Q(('announced_at__isnull', False)), fields=['-announced_at', '-id'], name='grants_told')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('category', 'idea'), name='one_grant_an_idea_a_category'), models.UniqueConstraint(condition=models.Q(('revoked_at', None), ('shared', False)), fields=('category', 'place'), name='one_grant_a_place'), models.UniqueConstraint(condition=models.Q(('revoked_at', None)), fields=('award', 'idea'), name='an_award_once_for_an_idea'), models.UniqueConstraint(condition=models.Q(('category', None), ('revoked_at', None)), fields=('decided_by', 'month'), name='one_spot_award_a_manager_a_month'), models.CheckConstraint(condition=models.Q(('citation__length__gte', 80)), name='grant_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('category', None), ('month__isnull', False)), models.Q(('category__isnull', False), ('month', None)), _connector='OR'), name='grant_is_of_a_round_or_a_month'), models.CheckConstraint(condition=models.Q(models.Q(('revoked_at', None), ('revoked_by', None)), models.Q(('revoked_at__isnull', False), ('revoked_by__isnull', False), models.Q(('revoked_reason', ''), _negated=True)), _connector='OR'), name='revoking_has_a_reason'), models.CheckConstraint(condition=models.Q(('announced_at', None), ('needs_cosigner', False), ('cosigned_at__isnull', False), _connector='OR'), name='no_spot_award_in_the_own_line_alone'), models.CheckConstraint(condition=models.Q(('cosigner', None), models.Q(('cosigner', models.F('decided_by')), _negated=True), _connector='OR'), name='two_people_sign_a_spot_award'), models.CheckConstraint(condition=models.Q(('cosigned_at', None), ('cosigner__isnull', False), _connector='OR'), name='cosigned_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='Nomination',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='nominations', to='ideas.category')),
                ('idea', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='nominations', to='ideas.idea')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('motivation', models.TextField(max_length=2000, verbose_name='Why?')),
                ('state', models.CharField(choices=[('proposed', 'Put forward'), ('accepted', 'Nominated'), ('withdrawn', 'Withdrawn'), ('ineligible', 'Cannot be nominated')], default='proposed', max_length=10)),
                ('decided_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('to_authors', models.TextField(blank=True, max_length=1000)),
                ('counted_votes', models.PositiveIntegerField(blank=True, null=True)),
                ('support', models.FloatField(blank=True, null=True)),
                ('created_at', models.DateTimeField(default=network.core.clock.now)),
            ],
            options={
                'ordering': ['category', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('state', 'withdrawn'), _negated=True), fields=('category', 'idea'), name='an_idea_once_in_a_category'), models.CheckConstraint(condition=models.Q(('motivation__length__gte', 80)), name='nomination_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('state', 'ineligible'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='ineligible_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('assignment', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='review', to='ideas.assignment')),
                ('verdict', models.CharField(blank=True, choices=[('go', 'Do it'), ('rework', 'Work on it more'), ('park', 'Not now'), ('no', 'No')], max_length=6)),
                ('to_owner', models.TextField(blank=True, max_length=4000)),
                ('to_authors', models.TextField(blank=True, max_length=4000)),
                ('saved_at', models.DateTimeField(default=network.core.clock.now)),
                ('submitted_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('submitted_at', None), models.Q(('verdict', ''), _negated=True), _connector='OR'), name='review_has_a_verdict')],
            },
        ),
        migrations.CreateModel(
            name='Ballot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nomination', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to='ideas.nomination')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='ballots', to='ideas.jurymember')),
                ('state', models.CharField(choices=[('draft', 'Begun'), ('cast', 'Cast'), ('abstained', 'Abstains')], default='draft', max_length=9)),
                ('comment', models.TextField(blank=True, max_length=2000)),
                ('saved_at', models.DateTimeField(default=network.core.clock.now)),
                ('cast_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('nomination', 'member'), name='one_ballot_on_a_nomination'), models.CheckConstraint(condition=models.Q(models.Q(('cast_at', None), ('state', 'draft')), models.Q(models.Q(('state', 'draft'), _negated=True), ('cast_at__isnull', False)), _connector='OR'), name='ballot_cast_has_its_moment')],
            },
        ),
        migrations.CreateModel(
            name='ConflictLifted',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('conflict', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='lifted', to='ideas.conflict')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reason', models.TextField(max_length=1000)),
                ('created_at', models.DateTimeField(default=network.core.clock.now)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='lifting_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='ConflictUpheld',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('conflict', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='upheld', to='ideas.conflict')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('created_at', models.DateTimeField(default=network.core.clock.now)),
            ],
        ),
        migrations.CreateModel(
            name='PeoplesVote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('category', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='ideas.category')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('nomination', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='ideas.nomination')),
                ('created_at', models.DateTimeField(default=network.core.clock.now)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('category', 'person'), name='one_vote_in_a_category')],
            },
        ),
        migrations.CreateModel(
            name='Recipient',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('grant', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='recipients', to='ideas.grant')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='received_awards', to=settings.AUTH_USER_MODEL)),
                ('part', models.CharField(choices=[('author', 'Wrote the idea'), ('deliverer', 'Carried it out')], max_length=9)),
                ('name_as_printed', models.CharField(max_length=150)),
                ('share', models.PositiveSmallIntegerField(default=0)),
                ('is_public', models.BooleanField(null=True)),
                ('is_on_profile', models.BooleanField(default=True)),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
            ],
            options={
                'ordering': ['grant', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('grant', 'person'), name='receives_a_grant_once')],
            },
        ),
        migrations.CreateModel(
            name='Score',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('review', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='ideas.review')),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ideas.criterion')),
                ('value', models.PositiveSmallIntegerField(null=True)),
                ('is_skipped', models.BooleanField(default=False)),
                ('note', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('review', 'criterion'), name='one_score_a_criterion'), models.CheckConstraint(condition=models.Q(('value', None), models.Q(('value__gte', 1), ('value__lte', 5)), _connector='OR'), name='score_is_on_the_scale'), models.CheckConstraint(condition=models.Q(('value', None), ('is_skipped', False), _connector='OR'), name='skipped_has_no_score')],
            },
        ),
        migrations.CreateModel(
            name='TieVote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nomination', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='tie_vote', to='ideas.nomination')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('note', models.TextField(max_length=300)),
                ('created_at', models.DateTimeField(default=network.core.clock.now)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('note', ''), _negated=True), name='tie_vote_says_why')],
            },
        ),
        migrations.CreateModel(
            name='Winner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('nomination', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='winner', to='ideas.nomination')),
                ('citation', models.TextField(blank=True, max_length=2000)),
                ('departure', models.TextField(blank=True, max_length=1000)),
                ('repeat', models.TextField(blank=True, max_length=1000)),
                ('chosen_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('saved_at', models.DateTimeField(default=network.core.clock.now)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='BallotScore',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('ballot', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='scores', to='ideas.ballot')),
                ('criterion', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ideas.criterion')),
                ('value', models.PositiveSmallIntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('ballot', 'criterion'), name='one_ballot_score_a_criterion'), models.CheckConstraint(condition=models.Q(('value__gte', 1), ('value__lte', 5)), name='ballot_score_is_on_the_scale')],
            },
        ),
        migrations.AddField(
            model_name='campaign',
            name='max_per_idea',
            field=models.PositiveSmallIntegerField(default=3),
        ),
        migrations.AddField(
            model_name='campaign',
            name='questions',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), blank=True, default=list, size=5),
        ),
        migrations.AddField(
            model_name='campaign',
            name='sponsor',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='campaign',
            name='vote_budget',
            field=models.PositiveSmallIntegerField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='delivery',
            name='follow_up_asked_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='delivery',
            name='health_note',
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='delivery',
            name='measured_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='delivery',
            name='nudges',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='delivery',
            name='ticket_url',
            field=models.URLField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name='delivery',
            name='unmeasurable',
            field=models.CharField(blank=True, max_length=1000),
        ),
        migrations.AddField(
            model_name='delivery',
            name='year_asked_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='idea',
            name='answers',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='idea',
            name='point_count',
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='idearevision',
            name='answers',
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name='idearevision',
            name='removed',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=160), blank=True, db_default=[], default=list, size=None),
        ),
        migrations.AddField(
            model_name='vote',
            name='points',
            field=models.PositiveSmallIntegerField(default=1),
        ),
        migrations.AddField(
            model_name='vote',
            name='released_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddConstraint(
            model_name='delivery',
            constraint=models.CheckConstraint(condition=models.Q(('health', 'on-track'), models.Q(('health_note', ''), _negated=True), _connector='OR'), name='delivery_off_track_says_why'),
        ),
        migrations.AddConstraint(
            model_name='vote',
            constraint=models.CheckConstraint(condition=models.Q(('points__gte', 1)), name='vote_has_a_point'),
        ),
        migrations.AddField(
            model_name='campaign',
            name='rubric',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='ideas.rubric'),
        ),
    ]
