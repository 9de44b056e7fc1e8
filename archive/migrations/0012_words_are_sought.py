import django.db.models.deletion
from django.db import migrations, models

# No key, as fingerprints have none.
CREATE = """
    CREATE TABLE archive_sought (hash integer NOT NULL, minute integer NOT NULL, message_id bigint NOT NULL);
    CREATE INDEX sought_by_age ON archive_sought (hash, minute);
    CREATE INDEX sought_by_message ON archive_sought (message_id);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0011_words_have_fingerprints"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(CREATE, "DROP TABLE archive_sought")],
            state_operations=[
                migrations.CreateModel(
                    name="Sought",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey(
                                "message",
                                "hash",
                                blank=True,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                            ),
                        ),
                        ("hash", models.IntegerField()),
                        ("minute", models.IntegerField()),
                        (
                            "message",
                            models.ForeignKey(
                                db_constraint=False,
                                db_index=False,
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="archive.message",
                            ),
                        ),
                    ],
                    options={
                        "indexes": [
                            models.Index(fields=["hash", "minute"], name="sought_by_age"),
                            models.Index(fields=["message"], name="sought_by_message"),
                        ],
                    },
                ),
            ],
        ),
    ]
