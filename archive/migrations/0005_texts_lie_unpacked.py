from django.db import migrations


class Migration(migrations.Migration):
    """Packing texts and vectors takes longer than it saves room: each is read as a whole, and often."""

    dependencies = [("archive", "0004_fewer_indexes")]

    operations = [
        migrations.RunSQL(
            f"ALTER TABLE archive_body ALTER COLUMN {column} SET STORAGE EXTERNAL",
            f"ALTER TABLE archive_body ALTER COLUMN {column} SET STORAGE EXTENDED",
        )
        for column in ("raw", "text")
    ]
