"""Who made a tag keeps it until others see it on an annotation."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("annotations", "0002_targets_ask_the_archive_for_origins"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="tag",
            name="made_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                help_text="by whom, on an annotation; nobody when it was made for all",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="tags_made",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
