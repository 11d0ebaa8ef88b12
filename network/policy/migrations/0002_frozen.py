"""What was adopted, signed and acknowledged stays as it was: the database refuses anything else (invariants P1, P3, P5)."""

from django.db import migrations

MOVES = (
    ("draft", "consultation"), ("consultation", "draft"), ("consultation", "sign-off"), ("sign-off", "draft"),
    ("sign-off", "scheduled"), ("scheduled", "in-force"), ("in-force", "superseded"),
    ("draft", "withdrawn"), ("consultation", "withdrawn"), ("sign-off", "withdrawn"), ("scheduled", "withdrawn"),
)  # fmt: skip
MAY_CHANGE = ("state", "in_force_at", "superseded_at", "withdrawn_reason")  # of a version that was adopted
OF_A_VERSION = ("section", "changenote", "quizquestion", "versiontext")
NEVER_CHANGED = ("signoff", "employerreply", "measureevaluation", "measurelapse", "quizpass", "reminder")
NEVER_DELETED = ("signoff", "employerreply", "measureevaluation", "measurelapse", "document", "controlmeasure")

FORWARD = f"""
CREATE FUNCTION policy_refused(what text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%', what USING ERRCODE = 'restrict_violation';
END $$;

CREATE FUNCTION policy_version_moves() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.state <> 'draft' THEN PERFORM policy_refused('a version that people were asked about is never deleted'); END IF;
    RETURN OLD;
  END IF;
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'draft' THEN PERFORM policy_refused('a version begins as a draft'); END IF;
    RETURN NEW;
  END IF;
  IF NEW.state <> OLD.state AND (OLD.state, NEW.state) NOT IN ({", ".join(map(str, MOVES))}) THEN
    PERFORM policy_refused('a version does not go from ' || OLD.state || ' to ' || NEW.state);
  END IF;
  IF OLD.state NOT IN ('draft', 'consultation', 'sign-off')
     AND to_jsonb(OLD) - ARRAY{list(MAY_CHANGE)} <> to_jsonb(NEW) - ARRAY{list(MAY_CHANGE)} THEN
    PERFORM policy_refused('an adopted version is never changed');
  END IF;
  IF OLD.in_force_at IS NOT NULL AND NEW.in_force_at IS DISTINCT FROM OLD.in_force_at
     OR OLD.superseded_at IS NOT NULL AND NEW.superseded_at IS DISTINCT FROM OLD.superseded_at THEN
    PERFORM policy_refused('the moments in which a version counted are never changed');
  END IF;
  IF OLD.state = 'sign-off' AND NEW.state = 'sign-off' AND NEW.content_hash <> OLD.content_hash THEN
    PERFORM policy_refused('a text that representatives look at is changed only as a draft');
  END IF;
  IF NEW.state = 'scheduled' AND OLD.state <> 'scheduled' THEN
    IF NEW.published_on IS NULL OR NEW.effective_on IS NULL OR NEW.content_hash = ''
       OR NEW.published_by_id IS NULL OR NEW.approved_by_id IS NULL OR NEW.published_by_id = NEW.approved_by_id THEN
      PERFORM policy_refused('a version is adopted by two people, with a text and a day');
    END IF;
    IF NEW.effective_on - NEW.published_on < NEW.notice_days AND NEW.short_notice_reason = '' THEN
      PERFORM policy_refused('the notice is too short, and no reason is given');
    END IF;
    IF NOT EXISTS (SELECT 1 FROM policy_versiontext t JOIN policy_document d ON d.id = NEW.document_id
                   WHERE t.version_id = NEW.id AND t.language = d.language) THEN
      PERFORM policy_refused('the language that counts has no hash');
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER moves BEFORE INSERT OR UPDATE OR DELETE ON policy_version
  FOR EACH ROW EXECUTE FUNCTION policy_version_moves();

CREATE FUNCTION policy_text_is_open(version bigint, tables text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM policy_version v WHERE v.id = version AND v.state NOT IN ('draft', 'consultation')
             AND NOT (tables = 'policy_versiontext' AND v.state = 'sign-off')) THEN
    PERFORM policy_refused('the text of a version that is signed or adopted is never changed');
  END IF;
END $$;
CREATE FUNCTION policy_part_of_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN PERFORM policy_text_is_open(OLD.version_id, TG_TABLE_NAME::text); END IF;
  IF TG_OP <> 'DELETE' THEN PERFORM policy_text_is_open(NEW.version_id, TG_TABLE_NAME::text); END IF;
  RETURN COALESCE(NEW, OLD);
END $$;
CREATE FUNCTION policy_part_of_section() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP <> 'INSERT' THEN
    PERFORM policy_text_is_open((SELECT version_id FROM policy_section WHERE id = OLD.section_id), TG_TABLE_NAME::text);
  END IF;
  IF TG_OP <> 'DELETE' THEN
    PERFORM policy_text_is_open((SELECT version_id FROM policy_section WHERE id = NEW.section_id), TG_TABLE_NAME::text);
  END IF;
  RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER frozen BEFORE INSERT OR UPDATE OR DELETE ON policy_sectiontext
  FOR EACH ROW EXECUTE FUNCTION policy_part_of_section();

CREATE FUNCTION policy_signed_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM policy_version v WHERE v.id = NEW.version_id AND v.state = 'sign-off'
                 AND v.content_hash = NEW.content_hash AND v.content_hash <> '') THEN
    PERFORM policy_refused('only the text that lies with the representatives is signed');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER this_text BEFORE INSERT ON policy_signoff FOR EACH ROW EXECUTE FUNCTION policy_signed_text();

CREATE FUNCTION policy_acknowledged_text() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM policy_versiontext t JOIN policy_version v ON v.id = t.version_id
                 WHERE v.id = NEW.version_id AND v.state IN ('scheduled', 'in-force')
                 AND t.language = NEW.language AND t.content_hash = NEW.content_hash) THEN
    PERFORM policy_refused('what is acknowledged is the text as it was shown');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER this_text BEFORE INSERT ON policy_acknowledgement
  FOR EACH ROW EXECUTE FUNCTION policy_acknowledged_text();

CREATE FUNCTION policy_never() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM policy_refused('rows of ' || TG_TABLE_NAME || ' stay as they are');
  RETURN NULL;
END $$;
CREATE TRIGGER unchanged BEFORE UPDATE ON policy_acknowledgement FOR EACH ROW EXECUTE FUNCTION policy_never();

CREATE FUNCTION policy_outcome_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN PERFORM policy_refused('what people said of a draft is never deleted'); END IF;
  IF OLD.outcome <> '' AND to_jsonb(OLD) <> to_jsonb(NEW) THEN
    PERFORM policy_refused('a proposal that was answered is never changed');
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER kept BEFORE UPDATE OR DELETE ON policy_remark FOR EACH ROW EXECUTE FUNCTION policy_outcome_stays();
"""
FORWARD += "".join(
    f"CREATE TRIGGER frozen BEFORE INSERT OR UPDATE OR DELETE ON policy_{table}"
    " FOR EACH ROW EXECUTE FUNCTION policy_part_of_version();\n"
    for table in OF_A_VERSION
)
FORWARD += "".join(
    f"CREATE TRIGGER unchanged BEFORE UPDATE ON policy_{table} FOR EACH ROW EXECUTE FUNCTION policy_never();\n"
    for table in NEVER_CHANGED
)
FORWARD += "".join(
    f"CREATE TRIGGER kept BEFORE DELETE ON policy_{table} FOR EACH ROW EXECUTE FUNCTION policy_never();\n"
    for table in NEVER_DELETED
)
TRIGGERS = (
    *(("kept", table) for table in (*NEVER_DELETED, "remark")),
    *(("unchanged", table) for table in (*NEVER_CHANGED, "acknowledgement")),
    *(("frozen", table) for table in (*OF_A_VERSION, "sectiontext")),
    ("this_text", "acknowledgement"), ("this_text", "signoff"), ("moves", "version"),
)  # fmt: skip
FUNCTIONS = (
    "policy_outcome_stays()", "policy_never()", "policy_acknowledged_text()", "policy_signed_text()",
    "policy_part_of_section()", "policy_part_of_version()", "policy_text_is_open(bigint, text)",
    "policy_version_moves()", "policy_refused(text)",
)  # fmt: skip
BACKWARD = "".join(f"DROP TRIGGER {name} ON policy_{table};\n" for name, table in TRIGGERS) + "".join(
    f"DROP FUNCTION {function};\n" for function in FUNCTIONS
)


class Migration(migrations.Migration):
    dependencies = [("policy", "0001_initial")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
