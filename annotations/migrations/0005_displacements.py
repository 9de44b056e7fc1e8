"""Targets whose words are searched for, when the text that they were on has changed."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Backwards, targets that are searched for just then stay at their messages, with their quotes."""

    dependencies = [("annotations", "0004_tags_are_of_who_first_gave_them")]

    operations = [
        migrations.CreateModel(
            name="Displacement",
            fields=[
                (
                    "target",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="displacement",
                        serialize=False,
                        to="annotations.target",
                    ),
                ),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("exact", models.TextField()),
                ("prefix", models.TextField(blank=True)),
                ("suffix", models.TextField(blank=True)),
                ("is_replaced", models.BooleanField(default=False)),
                ("quotes_anew", models.BooleanField(default=False)),
                ("since", models.DateTimeField()),
            ],
        ),
    ]
