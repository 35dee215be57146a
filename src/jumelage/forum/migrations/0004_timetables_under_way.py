"""Timetables that are worked out, told of and changed by hand; and slots in which somebody cannot meet."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("forum", "0003_check_ins_documents_and_proposals")]

    operations = [
        migrations.AddField(
            model_name="timetable",
            name="heard_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="timetable",
            name="told_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="timetable",
            name="by_hand",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.CreateModel(
            name="MemberAbsence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "member",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="absences",
                        to="forum.member",
                    ),
                ),
                (
                    "slot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="forum.meetingslot",
                    ),
                ),
            ],
            options={
                "ordering": ["slot", "id"],
                "constraints": [
                    models.UniqueConstraint(fields=("member", "slot"), name="absence_once")
                ],
            },
        ),
    ]
