CREATE TABLE `leases` (
	`alert_id` integer PRIMARY KEY NOT NULL,
	`expires_at` integer NOT NULL,
	`renewed_at` integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX `leases_expiry` ON `leases` (`expires_at`);--> statement-breakpoint
CREATE TABLE `unrecorded` (
	`alert_id` integer PRIMARY KEY NOT NULL,
	`due_at` integer NOT NULL,
	`heard` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `unrecorded_due` ON `unrecorded` (`due_at`);--> statement-breakpoint
DROP INDEX `alerts_unresolved`;--> statement-breakpoint
DROP INDEX `alerts_resolved`;--> statement-breakpoint
ALTER TABLE `alerts` ADD `starts` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
ALTER TABLE `alerts` ADD `paid_until` integer;--> statement-breakpoint
CREATE UNIQUE INDEX `alerts_unresolved` ON `alerts` (`source`,`fingerprint`,`identity`) WHERE "alerts"."identity" is not null and "alerts"."status" <> 'resolved';--> statement-breakpoint
CREATE INDEX `alerts_resolved` ON `alerts` (`source`,`fingerprint`,`identity`) WHERE "alerts"."identity" is not null and "alerts"."status" = 'resolved';