"""Where lists received different copies of a message, each keeps its own, and says whose is shown on it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("archive", "0014_runs_of_mail_that_came_by_itself")]

    operations = [
        migrations.CreateModel(
            name="ListCopy",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("raw", models.BinaryField()),
                (
                    "dialect",
                    models.CharField(
                        help_text="the form of the source that the bytes stood in", max_length=12
                    ),
                ),
                ("envelope", models.TextField(blank=True, help_text="the line before the mail in an mbox")),
                (
                    "page_references",
                    models.TextField(
                        blank=True, help_text="ids of ancestors that only the source told, one a line"
                    ),
                ),
                (
                    "mailing_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="list_copies",
                        to="archive.mailinglist",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="list_copies",
                        to="archive.message",
                    ),
                ),
            ],
            options={"verbose_name_plural": "list copies"},
        ),
        migrations.AddConstraint(
            model_name="listcopy",
            constraint=models.UniqueConstraint(
                fields=("message", "mailing_list"), name="one_copy_per_message_and_list"
            ),
        ),
        migrations.AddField(
            model_name="posting",
            name="shown_from",
            field=models.ForeignKey(
                db_index=False,
                help_text="the list whose copy the message is read from; nothing when that is this list's",
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="archive.mailinglist",
            ),
        ),
        migrations.AddIndex(
            model_name="posting",
            index=models.Index(
                condition=models.Q(("shown_from", None), _negated=True),
                fields=["message", "mailing_list"],
                name="posting_of_another_copy",
            ),
        ),
    ]
