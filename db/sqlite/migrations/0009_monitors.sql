CREATE TABLE `monitor_numbers` (
	`monitor` integer NOT NULL,
	`t` integer NOT NULL,
	`count` integer NOT NULL,
	`sum` real NOT NULL,
	`least` real NOT NULL,
	`most` real NOT NULL,
	`last` real NOT NULL,
	`last_at` integer NOT NULL,
	PRIMARY KEY(`monitor`, `t`)
);
--> statement-breakpoint
CREATE TABLE `monitor_spans` (
	`id` integer PRIMARY KEY NOT NULL,
	`monitor` integer NOT NULL,
	`kind` text NOT NULL,
	`from` integer NOT NULL,
	`to` integer,
	`alert` integer
);
--> statement-breakpoint
CREATE INDEX `monitor_spans_monitor` ON `monitor_spans` (`monitor`,`from`);--> statement-breakpoint
CREATE INDEX `monitor_spans_open` ON `monitor_spans` (`alert`) WHERE "monitor_spans"."to" is null;--> statement-breakpoint
CREATE TABLE `monitors` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`name` text NOT NULL,
	`input` text NOT NULL,
	`bucket` integer NOT NULL,
	`aggregate` text NOT NULL,
	`season` text NOT NULL,
	`sensitivity` text NOT NULL,
	`direction` text NOT NULL,
	`minimum_change` real NOT NULL,
	`close_after` integer NOT NULL,
	`silent_after` integer NOT NULL,
	`severity` text NOT NULL,
	`labels` text NOT NULL,
	`is_enabled` integer NOT NULL,
	`revision` integer NOT NULL,
	`since` integer NOT NULL,
	`closed` integer NOT NULL,
	`position` integer,
	`alert` text NOT NULL,
	`empty` integer,
	`progress` real NOT NULL,
	`trouble` text
);
--> statement-breakpoint
CREATE TABLE `points` (
	`monitor` integer NOT NULL,
	`t` integer NOT NULL,
	`value` real,
	`expected` real,
	`score` real,
	PRIMARY KEY(`monitor`, `t`)
) WITHOUT ROWID;
