"""Reports, cases, decisions and appeals: what is wrong is looked at by somebody who has no part in it."""
