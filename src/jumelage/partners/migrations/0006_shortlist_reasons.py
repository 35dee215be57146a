from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0005_answers_to_wishes'),
    ]

    operations = [
        migrations.AddField(
            model_name='shortlistitem',
            name='reasons',
            field=models.JSONField(blank=True, default=list),
        ),
        migrations.AddField(
            model_name='shortlistitem',
            name='reasons_on',
            field=models.DateField(blank=True, null=True),
        ),
    ]
