"""What was reported, seen and noted stays as it was: the database refuses anything else (invariants M1, M8)."""

from django.db import migrations

MOVES = (
    ("new", "triaged"), ("triaged", "in-review"), ("in-review", "awaiting-author"), ("in-review", "awaiting-approval"),
    ("in-review", "decided"), ("awaiting-author", "in-review"), ("awaiting-author", "decided"),
    ("awaiting-approval", "in-review"), ("awaiting-approval", "decided"), ("decided", "appeal-open"),
    ("decided", "closed"), ("appeal-open", "decided"), ("appeal-open", "in-review"), ("closed", "triaged"),
)  # fmt: skip
NEVER_CHANGED = ("logentry", "snapshot", "reportidentity", "party", "bar")

FORWARD = f"""
CREATE FUNCTION moderation_never() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'rows of % stay as they are', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION moderation_case_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN ({", ".join(map(str, MOVES))})
     AND NOT (OLD.state = 'new' AND NEW.state = 'in-review') THEN  -- two steps in one
    RAISE EXCEPTION 'a case does not go from % to %', OLD.state, NEW.state USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER moves BEFORE UPDATE ON moderation_case FOR EACH ROW EXECUTE FUNCTION moderation_case_moves();

CREATE FUNCTION moderation_log_follows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.before <> COALESCE((SELECT hash FROM moderation_logentry ORDER BY seq DESC LIMIT 1), repeat('0', 64)) THEN
    RAISE EXCEPTION 'an entry follows the one before' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER follows BEFORE INSERT ON moderation_logentry FOR EACH ROW EXECUTE FUNCTION moderation_log_follows();
CREATE TRIGGER kept BEFORE DELETE ON moderation_logentry FOR EACH ROW EXECUTE FUNCTION moderation_never();
""" + "".join(
    f"CREATE TRIGGER unchanged BEFORE UPDATE ON moderation_{table} FOR EACH ROW EXECUTE FUNCTION moderation_never();\n"
    for table in NEVER_CHANGED
)
BACKWARD = "".join(f"DROP TRIGGER unchanged ON moderation_{table};\n" for table in NEVER_CHANGED) + """
DROP TRIGGER kept ON moderation_logentry;
DROP TRIGGER follows ON moderation_logentry;
DROP TRIGGER moves ON moderation_case;
DROP FUNCTION moderation_log_follows();
DROP FUNCTION moderation_case_moves();
DROP FUNCTION moderation_never();
"""


class Migration(migrations.Migration):
    dependencies = [("moderation", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
