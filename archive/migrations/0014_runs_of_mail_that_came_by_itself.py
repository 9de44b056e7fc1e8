from django.db import migrations

# Sources of files are absolute paths; what is followed or handed over is named otherwise.
MARK = """
    UPDATE archive_importrun SET is_delivery = true
    WHERE jsonb_array_length(sources) > 0 AND NOT EXISTS (
        SELECT FROM jsonb_array_elements_text(sources) AS source WHERE source LIKE '/%')
      AND NOT EXISTS (
        SELECT FROM jsonb_array_elements_text(sources) AS source WHERE source LIKE 'threads kept of run %')
"""


class Migration(migrations.Migration):
    dependencies = [("archive", "0013_runs_tell_deliveries_and_lists")]
    operations = [migrations.RunSQL(MARK, migrations.RunSQL.noop)]
