from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("archive", "0002_runs_tell_whether_they_are_joined")]

    operations = [
        migrations.RunSQL(
            "UPDATE archive_importrun SET is_joined = true WHERE state IN ('done', 'undone')",
            migrations.RunSQL.noop,
        )
    ]
