from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('imports', '0001_initial'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='reviewitem',
            options={'ordering': ['-rows', 'id'], 'permissions': [('review', 'Can decide about names, and merge places')]},
        ),
        migrations.AddIndex(
            model_name='placemerge',
            index=models.Index(fields=['gone_key'], name='merge_gone'),
        ),
    ]
