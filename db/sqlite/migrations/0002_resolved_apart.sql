DROP INDEX `alerts_episode`;--> statement-breakpoint
CREATE INDEX `alerts_resolved` ON `alerts` (`identity`,`started_at`) WHERE "alerts"."identity" is not null and "alerts"."status" = 'resolved';