ALTER TABLE `webhook_secrets` ADD `former_secrets` text DEFAULT '[]' NOT NULL;--> statement-breakpoint
UPDATE `webhook_secrets` SET `former_secrets` = json_array(json_object('secret', `former_secret`, 'until', `former_until`)) WHERE `former_secret` IS NOT NULL;--> statement-breakpoint
ALTER TABLE `webhook_secrets` DROP COLUMN `former_secret`;--> statement-breakpoint
ALTER TABLE `webhook_secrets` DROP COLUMN `former_until`;
