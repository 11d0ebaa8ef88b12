"""What was decided, said by juries or taken out stays: the database refuses to change or delete such rows."""

from django.db import migrations

NEVER_DELETED = ("award", "awardround", "grant", "recipient", "nomination", "jurymember")
APPEND_ONLY = ("roundchange", "conflict", "conflictlifted", "conflictupheld", "deliverychange", "export", "prizeexport")
FORWARD = """
UPDATE ideas_idea SET point_count = vote_count;
CREATE TRIGGER released_once BEFORE UPDATE OF released_at ON ideas_vote
  FOR EACH ROW WHEN (OLD.released_at IS NOT NULL AND NEW.released_at IS DISTINCT FROM OLD.released_at)
  EXECUTE FUNCTION ideas_append_only();
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
CREATE FUNCTION ideas_jury_judges() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (
    SELECT 1 FROM ideas_jurymember m JOIN ideas_awardround r ON r.id = m.round_id
    WHERE m.id = COALESCE(NEW.member_id, OLD.member_id) AND r.state = 'judging'
  ) THEN
    RAISE EXCEPTION 'ballots are given and changed only while the jury judges' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER while_judging BEFORE INSERT OR UPDATE OR DELETE ON ideas_ballot
  FOR EACH ROW EXECUTE FUNCTION ideas_jury_judges();
CREATE FUNCTION ideas_never_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % are never deleted', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
"""
FORWARD += "".join(
    f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ideas_{table}"
    " FOR EACH ROW EXECUTE FUNCTION ideas_append_only();\n"
    for table in APPEND_ONLY
) + "".join(
    f"CREATE TRIGGER kept BEFORE DELETE ON ideas_{table} FOR EACH ROW EXECUTE FUNCTION ideas_never_deleted();\n"
    for table in NEVER_DELETED
)
BACKWARD = (
    "".join(f"DROP TRIGGER kept ON ideas_{table};\n" for table in NEVER_DELETED)
    + "".join(f"DROP TRIGGER append_only ON ideas_{table};\n" for table in APPEND_ONLY)
    + """
DROP FUNCTION ideas_never_deleted();
DROP TRIGGER while_judging ON ideas_ballot;
DROP FUNCTION ideas_jury_judges();
DROP TRIGGER frozen_once_cast ON ideas_ballotscore;
DROP FUNCTION ideas_ballot_is_open();
DROP TRIGGER frozen_once_cast ON ideas_ballot;
DROP TRIGGER released_once ON ideas_vote;
"""
)


class Migration(migrations.Migration):
    dependencies = [("ideas", "0005_awards")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
