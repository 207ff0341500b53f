CREATE TABLE `alerts` (
	`id` integer PRIMARY KEY NOT NULL,
	`seq` integer NOT NULL,
	`identity` text,
	`source` text NOT NULL,
	`fingerprint` text,
	`title` text NOT NULL,
	`description` text NOT NULL,
	`severity` text NOT NULL,
	`status` text NOT NULL,
	`labels` text NOT NULL,
	`annotations` text NOT NULL,
	`url` text,
	`started_at` integer NOT NULL,
	`received_at` integer NOT NULL,
	`last_seen_at` integer NOT NULL,
	`occurrences` integer NOT NULL,
	`acknowledged_at` integer,
	`acknowledged_by` text,
	`resolved_at` integer,
	`resolved_by` text,
	`deleted_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `alerts_seq` ON `alerts` (`seq`);--> statement-breakpoint
CREATE UNIQUE INDEX `alerts_unresolved` ON `alerts` (`identity`) WHERE "alerts"."identity" is not null and "alerts"."status" <> 'resolved';--> statement-breakpoint
CREATE INDEX `alerts_episode` ON `alerts` (`identity`,`started_at`) WHERE "alerts"."identity" is not null;--> statement-breakpoint
CREATE INDEX `alerts_received` ON `alerts` (`received_at`);--> statement-breakpoint
CREATE INDEX `alerts_visible` ON `alerts` (`id`) WHERE "alerts"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX `alerts_deleted` ON `alerts` (`id`) WHERE "alerts"."deleted_at" is not null;--> statement-breakpoint
CREATE INDEX `alerts_open` ON `alerts` (`id`) WHERE "alerts"."status" <> 'resolved';--> statement-breakpoint
CREATE INDEX `alerts_source` ON `alerts` (`source`,`id`);--> statement-breakpoint
CREATE INDEX `alerts_severity` ON `alerts` (`severity`,`id`);--> statement-breakpoint
CREATE TABLE `counts` (
	`minute` integer NOT NULL,
	`severity` text NOT NULL,
	`alerts` integer NOT NULL,
	PRIMARY KEY(`minute`, `severity`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `events` (
	`seq` integer PRIMARY KEY NOT NULL,
	`alert_id` integer NOT NULL,
	`type` text NOT NULL,
	`version` integer NOT NULL,
	`recorded_at` integer NOT NULL,
	`actor` text NOT NULL,
	`data` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `events_alert` ON `events` (`alert_id`);--> statement-breakpoint
CREATE TABLE `labels` (
	`name` text NOT NULL,
	`value` text NOT NULL,
	`alert_id` integer NOT NULL,
	PRIMARY KEY(`name`, `value`, `alert_id`)
) WITHOUT ROWID;
--> statement-breakpoint
CREATE TABLE `meta` (
	`key` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
