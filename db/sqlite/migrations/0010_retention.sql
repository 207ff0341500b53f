CREATE TABLE `removals` (
	`seq` integer PRIMARY KEY NOT NULL,
	`alert_id` integer NOT NULL
);
--> statement-breakpoint
-- Of what was removed for good before, catch-ups were told nothing: nobody catches up from there.
INSERT INTO `meta` (`key`, `value`) SELECT 'reach', `value` FROM `meta` WHERE `key` = 'floor';