"""Where the words of a target were first written is the archive's to know, and nothing wrote these columns."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("annotations", "0001_notes_and_tags")]

    operations = [
        migrations.RemoveField(model_name="target", name="origin"),
        migrations.RemoveField(model_name="target", name="origin_start"),
        migrations.RemoveField(model_name="target", name="origin_end"),
    ]
