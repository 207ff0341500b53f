-- Whoever resolved an alert is named with its kind, as upcast.ts reads it in the log: a source was
-- named by its name alone.
UPDATE `alerts` SET `resolved_by` = 'source:' || `resolved_by` WHERE `resolved_by` = `source`;
