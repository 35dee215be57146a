from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0002_answers_rounds_shortlists'),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='shortlist',
            name='shortlist_token_once',
        ),
        migrations.RemoveField(
            model_name='shortlist',
            name='token',
        ),
        migrations.AddField(
            model_name='shortlist',
            name='nonce',
            field=models.CharField(blank=True, max_length=32),
        ),
        migrations.AddField(
            model_name='shortlist',
            name='shared_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='shortlistitem',
            name='kind',
            field=models.CharField(choices=[('city', 'city'), ('district', 'district'), ('county', 'county'), ('region', 'region'), ('state', 'state')], default='city', max_length=10),
        ),
        migrations.AddField(
            model_name='shortlistitem',
            name='lat',
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='shortlistitem',
            name='lng',
            field=models.FloatField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='shortlistitem',
            name='population',
            field=models.PositiveBigIntegerField(blank=True, null=True),
        ),
    ]
