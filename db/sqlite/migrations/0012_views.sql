CREATE TABLE `views` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`owner` text NOT NULL,
	`name` text NOT NULL,
	`filter` text NOT NULL,
	`is_shared` integer NOT NULL,
	`is_default` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `views_name` ON `views` (`owner`,`name`);
