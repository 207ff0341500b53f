ALTER TABLE `alerts` ADD `snoozed_until` integer;--> statement-breakpoint
CREATE INDEX `alerts_snoozed` ON `alerts` (`id`) WHERE "alerts"."snoozed_until" is not null;--> statement-breakpoint
CREATE INDEX `alerts_waking` ON `alerts` (`snoozed_until`) WHERE "alerts"."snoozed_until" is not null;