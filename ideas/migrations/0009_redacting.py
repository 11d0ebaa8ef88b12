"""What an idea said before stays as it was, but for words that two people take out of it for good."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION ideas_revision_redacted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND current_setting('glod.redacting', true) = 'on' AND NEW.id = OLD.id
     AND NEW.idea_id = OLD.idea_id AND NEW.editor_id = OLD.editor_id AND NEW.replaced_at = OLD.replaced_at THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
DROP TRIGGER append_only ON ideas_idearevision;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ideas_idearevision
  FOR EACH ROW EXECUTE FUNCTION ideas_revision_redacted();
"""
BACKWARD = """
DROP TRIGGER append_only ON ideas_idearevision;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ideas_idearevision
  FOR EACH ROW EXECUTE FUNCTION ideas_append_only();
DROP FUNCTION ideas_revision_redacted();
"""


class Migration(migrations.Migration):
    dependencies = [("ideas", "0008_words")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
