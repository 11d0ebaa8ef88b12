"""What was decided and what was written stays: the database refuses to change or delete such rows."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION ideas_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ideas_statuschange
  FOR EACH ROW EXECUTE FUNCTION ideas_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ideas_idearevision
  FOR EACH ROW EXECUTE FUNCTION ideas_append_only();
"""
BACKWARD = """
DROP TRIGGER append_only ON ideas_statuschange;
DROP TRIGGER append_only ON ideas_idearevision;
DROP FUNCTION ideas_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("ideas", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
