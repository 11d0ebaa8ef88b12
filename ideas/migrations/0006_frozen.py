"""What juries said and how a round went stays: the database refuses to change or delete such rows."""

from django.db import migrations

FORWARD = """
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ideas_roundchange
  FOR EACH ROW EXECUTE FUNCTION ideas_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ideas_conflict
  FOR EACH ROW EXECUTE FUNCTION ideas_append_only();
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ideas_conflictlifted
  FOR EACH ROW EXECUTE FUNCTION ideas_append_only();
CREATE TRIGGER frozen_once_cast BEFORE UPDATE OR DELETE ON ideas_ballot
  FOR EACH ROW WHEN (OLD.state <> 'draft') EXECUTE FUNCTION ideas_append_only();
CREATE FUNCTION ideas_ballot_is_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM ideas_ballot b WHERE b.id = COALESCE(NEW.ballot_id, OLD.ballot_id) AND b.state <> 'draft') THEN
    RAISE EXCEPTION 'a ballot that was cast is never changed' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER frozen_once_cast BEFORE INSERT OR UPDATE OR DELETE ON ideas_ballotscore
  FOR EACH ROW EXECUTE FUNCTION ideas_ballot_is_open();
"""
BACKWARD = """
DROP TRIGGER frozen_once_cast ON ideas_ballotscore;
DROP FUNCTION ideas_ballot_is_open();
DROP TRIGGER frozen_once_cast ON ideas_ballot;
DROP TRIGGER append_only ON ideas_conflictlifted;
DROP TRIGGER append_only ON ideas_conflict;
DROP TRIGGER append_only ON ideas_roundchange;
"""


class Migration(migrations.Migration):
    dependencies = [("ideas", "0005_awards")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
