"""What the database itself sees to about judging.

The weights of a rubric sum to 100. A rubric that somebody has been asked to judge by stays as it is. A review that is
handed in answers every criterion that may not be skipped, and never changes.
"""

from django.db import migrations

FORWARD = """
CREATE FUNCTION ideas_weights_sum() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  which bigint := COALESCE(NEW.rubric_id, OLD.rubric_id);
  whole integer := (SELECT sum(weight) FROM ideas_criterion WHERE rubric_id = which);
BEGIN
  IF whole <> 100 THEN
    RAISE EXCEPTION 'the weights of rubric % sum to %, not to 100', which, whole USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER weights_sum_to_hundred AFTER INSERT OR UPDATE OR DELETE ON ideas_criterion
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ideas_weights_sum();

CREATE FUNCTION ideas_rubric_is_open() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM ideas_rubric r WHERE r.id = COALESCE(NEW.rubric_id, OLD.rubric_id)
             AND r.frozen_at IS NOT NULL) THEN
    RAISE EXCEPTION 'a rubric that was judged by is never changed' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER frozen_once_judged_by BEFORE INSERT OR UPDATE OR DELETE ON ideas_criterion
  FOR EACH ROW EXECUTE FUNCTION ideas_rubric_is_open();
CREATE TRIGGER frozen_once_judged_by BEFORE UPDATE ON ideas_rubric
  FOR EACH ROW WHEN (OLD.frozen_at IS NOT NULL AND (OLD.name, OLD.version, OLD.is_house, OLD.frozen_at)
    IS DISTINCT FROM (NEW.name, NEW.version, NEW.is_house, NEW.frozen_at))
  EXECUTE FUNCTION ideas_append_only();
CREATE TRIGGER kept_once_judged_by BEFORE DELETE ON ideas_rubric
  FOR EACH ROW WHEN (OLD.frozen_at IS NOT NULL) EXECUTE FUNCTION ideas_append_only();

CREATE FUNCTION ideas_review_is_whole() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM ideas_assignment a JOIN ideas_criterion c ON c.rubric_id = a.rubric_id
    LEFT JOIN ideas_score s ON s.review_id = NEW.id AND s.criterion_id = c.id
    WHERE a.id = NEW.assignment_id AND s.value IS NULL AND NOT (COALESCE(s.is_skipped, false) AND c.may_skip)
  ) THEN
    RAISE EXCEPTION 'a review answers every criterion' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER whole_when_handed_in BEFORE INSERT OR UPDATE ON ideas_review
  FOR EACH ROW WHEN (NEW.submitted_at IS NOT NULL) EXECUTE FUNCTION ideas_review_is_whole();
CREATE TRIGGER frozen_once_handed_in BEFORE UPDATE OR DELETE ON ideas_review
  FOR EACH ROW WHEN (OLD.submitted_at IS NOT NULL) EXECUTE FUNCTION ideas_append_only();

CREATE FUNCTION ideas_review_is_draft() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM ideas_review r WHERE r.id = COALESCE(NEW.review_id, OLD.review_id)
             AND r.submitted_at IS NOT NULL) THEN
    RAISE EXCEPTION 'a review that was handed in is never changed' USING ERRCODE = 'restrict_violation';
  END IF;
  RETURN COALESCE(NEW, OLD);
END $$;
CREATE TRIGGER frozen_once_handed_in BEFORE INSERT OR UPDATE OR DELETE ON ideas_score
  FOR EACH ROW EXECUTE FUNCTION ideas_review_is_draft();
"""
BACKWARD = """
DROP TRIGGER frozen_once_handed_in ON ideas_score;
DROP FUNCTION ideas_review_is_draft();
DROP TRIGGER frozen_once_handed_in ON ideas_review;
DROP TRIGGER whole_when_handed_in ON ideas_review;
DROP FUNCTION ideas_review_is_whole();
DROP TRIGGER kept_once_judged_by ON ideas_rubric;
DROP TRIGGER frozen_once_judged_by ON ideas_rubric;
DROP TRIGGER frozen_once_judged_by ON ideas_criterion;
DROP FUNCTION ideas_rubric_is_open();
DROP TRIGGER weights_sum_to_hundred ON ideas_criterion;
DROP FUNCTION ideas_weights_sum();
"""


class Migration(migrations.Migration):
    dependencies = [("ideas", "0006_frozen")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
