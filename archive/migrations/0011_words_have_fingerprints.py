import django.db.models.deletion
from django.db import migrations, models

# No key: each of its many rows would have to be looked up for it, and stand in one more index.
CREATE = """
    CREATE TABLE archive_fingerprint (hash integer NOT NULL, minute integer NOT NULL, message_id bigint NOT NULL);
    CREATE INDEX fingerprint_by_age ON archive_fingerprint (hash, minute);
    CREATE INDEX fingerprint_of_message ON archive_fingerprint (message_id);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("archive", "0010_rows_are_known_by_what_they_say"),
    ]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(CREATE, "DROP TABLE archive_fingerprint")],
            state_operations=[
                migrations.CreateModel(
                    name="Fingerprint",
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
                            models.Index(fields=["hash", "minute"], name="fingerprint_by_age"),
                            models.Index(fields=["message"], name="fingerprint_of_message"),
                        ],
                    },
                ),
            ],
        ),
    ]
