CREATE TABLE `webhook_attempts` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`webhook` integer NOT NULL,
	`event_seq` integer,
	`type` text NOT NULL,
	`alert_id` integer,
	`attempt` integer NOT NULL,
	`at` integer NOT NULL,
	`status` integer,
	`ms` integer NOT NULL,
	`outcome` text NOT NULL,
	`reason` text,
	`address` text,
	`excerpt` text,
	`next_at` integer
);
--> statement-breakpoint
CREATE INDEX `webhook_attempts_webhook` ON `webhook_attempts` (`webhook`,`id`);--> statement-breakpoint
CREATE TABLE `webhook_given_up` (
	`webhook` integer NOT NULL,
	`seq` integer NOT NULL,
	`alert` integer NOT NULL,
	`at` integer NOT NULL,
	PRIMARY KEY(`webhook`, `seq`)
);
--> statement-breakpoint
CREATE TABLE `webhook_pending` (
	`webhook` integer NOT NULL,
	`seq` integer NOT NULL,
	`alert` integer NOT NULL,
	`due` integer NOT NULL,
	`attempts` integer NOT NULL,
	`first_at` integer,
	`last_at` integer,
	PRIMARY KEY(`webhook`, `seq`)
);
--> statement-breakpoint
CREATE TABLE `webhook_secrets` (
	`webhook` integer PRIMARY KEY NOT NULL,
	`url` text NOT NULL,
	`headers` text NOT NULL,
	`secret` text NOT NULL,
	`former_secret` text,
	`former_until` integer
);
--> statement-breakpoint
CREATE TABLE `webhooks` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`host` text NOT NULL,
	`preset` text NOT NULL,
	`filter` text NOT NULL,
	`events` text NOT NULL,
	`template` text,
	`is_enabled` integer NOT NULL,
	`position` integer NOT NULL,
	`failures` integer NOT NULL,
	`since` integer NOT NULL,
	`last_success_at` integer,
	`last_failure_at` integer,
	`not_before` integer NOT NULL,
	`paused` text
);
