from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('ties', '0002_batches'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='tie',
            index=models.Index(condition=models.Q(('disputed', True)), fields=['country_a', 'country_b', 'id'], name='tie_disputed'),
        ),
    ]
