-- Part of PostgreSQL (contrib), and trusted: whoever owns the database may make it.
CREATE EXTENSION IF NOT EXISTS pg_trgm;
--> statement-breakpoint
CREATE TABLE "alerts" (
	"id" bigint PRIMARY KEY NOT NULL,
	"identity" text collate "C",
	"source" text NOT NULL,
	"fingerprint" text,
	"severity" text NOT NULL,
	"status" text NOT NULL,
	"labels" json NOT NULL,
	"url" text,
	"started_at" bigint NOT NULL,
	"received_at" bigint NOT NULL,
	"acknowledged_at" bigint,
	"acknowledged_by" text,
	"resolved_at" bigint,
	"resolved_by" text,
	"snoozed_until" bigint,
	"deleted_at" bigint
);
--> statement-breakpoint
CREATE TABLE "commits" (
	"id" uuid PRIMARY KEY NOT NULL,
	"seq_from" bigint NOT NULL,
	"seq_to" bigint NOT NULL,
	"at" bigint NOT NULL,
	"body" "bytea"
);
--> statement-breakpoint
CREATE TABLE "counts" (
	"minute" bigint NOT NULL,
	"severity" text NOT NULL,
	"alerts" integer NOT NULL,
	CONSTRAINT "counts_pk" PRIMARY KEY("minute","severity")
);
--> statement-breakpoint
CREATE TABLE "events" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"alert_id" bigint NOT NULL,
	"type" text NOT NULL,
	"version" integer NOT NULL,
	"recorded_at" bigint NOT NULL,
	"actor" text NOT NULL,
	"data" json NOT NULL
);
--> statement-breakpoint
CREATE TABLE "labels" (
	"label" "bytea" NOT NULL,
	"alert_id" bigint NOT NULL,
	CONSTRAINT "labels_pk" PRIMARY KEY("label","alert_id")
);
--> statement-breakpoint
CREATE TABLE "leases" (
	"alert_id" bigint PRIMARY KEY NOT NULL,
	"expires_at" bigint NOT NULL,
	"renewed_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "meta" (
	"key" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "operations" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"state" text NOT NULL,
	"done" bigint NOT NULL,
	"total" bigint,
	"unit" text NOT NULL,
	"started_at" bigint NOT NULL,
	"ended_at" bigint,
	"result" json,
	"problem" json
);
--> statement-breakpoint
CREATE TABLE "pulses" (
	"alert_id" bigint PRIMARY KEY NOT NULL,
	"seq" bigint NOT NULL,
	"last_seen_at" bigint NOT NULL,
	"occurrences" integer NOT NULL,
	"starts" json NOT NULL,
	"paid_until" bigint
);
--> statement-breakpoint
CREATE TABLE "removals" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"alert_id" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "search_texts" (
	"alert_id" bigint PRIMARY KEY NOT NULL,
	"text" text NOT NULL
) PARTITION BY RANGE ("alert_id");
--> statement-breakpoint
CREATE TABLE "texts" (
	"alert_id" bigint PRIMARY KEY NOT NULL,
	"title" text NOT NULL,
	"description" text NOT NULL,
	"annotations" json NOT NULL
);
--> statement-breakpoint
CREATE TABLE "unrecorded" (
	"alert_id" bigint PRIMARY KEY NOT NULL,
	"due_at" bigint NOT NULL,
	"heard" json NOT NULL
);
--> statement-breakpoint
CREATE TABLE "views" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"owner" text NOT NULL,
	"name" text collate "C" NOT NULL,
	"filter" json NOT NULL,
	"is_shared" boolean NOT NULL,
	"is_default" boolean NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit" (
	"id" bigint PRIMARY KEY NOT NULL,
	"at" bigint NOT NULL,
	"type" text NOT NULL,
	"actor" text NOT NULL,
	"on" text,
	"address" text,
	"detail" json NOT NULL,
	"changed" text
);
--> statement-breakpoint
CREATE TABLE "keys" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"scopes" json NOT NULL,
	"source" text,
	"secret_hash" "bytea" NOT NULL,
	"created_at" bigint NOT NULL,
	"created_by" text NOT NULL,
	"expires_at" bigint,
	"last_used_at" bigint
);
--> statement-breakpoint
CREATE TABLE "sessions" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"user_id" bigint NOT NULL,
	"token_hash" "bytea" NOT NULL,
	"via" text NOT NULL,
	"created_at" bigint NOT NULL,
	"last_used_at" bigint NOT NULL,
	"expires_at" bigint NOT NULL,
	"address" text NOT NULL,
	"user_agent" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"folded_name" text NOT NULL,
	"role" text NOT NULL,
	"password_hash" text,
	"password_version" integer NOT NULL,
	"issuer" text,
	"subject" text,
	"is_disabled" boolean NOT NULL,
	"created_at" bigint NOT NULL,
	"last_sign_in_at" bigint,
	"removed_at" bigint
);
--> statement-breakpoint
CREATE TABLE "webhook_attempts" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"webhook" bigint NOT NULL,
	"event_seq" bigint,
	"type" text NOT NULL,
	"alert_id" bigint,
	"attempt" integer NOT NULL,
	"at" bigint NOT NULL,
	"status" integer,
	"ms" integer NOT NULL,
	"outcome" text NOT NULL,
	"reason" text,
	"address" text,
	"excerpt" text,
	"next_at" bigint
);
--> statement-breakpoint
CREATE TABLE "webhook_given_up" (
	"webhook" bigint NOT NULL,
	"seq" bigint NOT NULL,
	"alert" bigint NOT NULL,
	"at" bigint NOT NULL,
	CONSTRAINT "webhook_given_up_pk" PRIMARY KEY("webhook","seq")
);
--> statement-breakpoint
CREATE TABLE "webhook_pending" (
	"webhook" bigint NOT NULL,
	"seq" bigint NOT NULL,
	"alert" bigint NOT NULL,
	"due" bigint NOT NULL,
	"attempts" integer NOT NULL,
	"first_at" bigint,
	"last_at" bigint,
	CONSTRAINT "webhook_pending_pk" PRIMARY KEY("webhook","seq")
);
--> statement-breakpoint
CREATE TABLE "webhook_secrets" (
	"webhook" bigint PRIMARY KEY NOT NULL,
	"url" text NOT NULL,
	"headers" json NOT NULL,
	"secret" text NOT NULL,
	"former_secret" text,
	"former_until" bigint
);
--> statement-breakpoint
CREATE TABLE "webhooks" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"host" text NOT NULL,
	"preset" text NOT NULL,
	"filter" json NOT NULL,
	"events" json NOT NULL,
	"template" text,
	"is_enabled" boolean NOT NULL,
	"position" bigint NOT NULL,
	"failures" integer NOT NULL,
	"since" bigint NOT NULL,
	"last_success_at" bigint,
	"last_failure_at" bigint,
	"not_before" bigint NOT NULL,
	"paused" text
);
--> statement-breakpoint
CREATE TABLE "monitor_numbers" (
	"monitor" bigint NOT NULL,
	"t" bigint NOT NULL,
	"count" bigint NOT NULL,
	"sum" double precision NOT NULL,
	"least" double precision NOT NULL,
	"most" double precision NOT NULL,
	"last" double precision NOT NULL,
	"last_at" bigint NOT NULL,
	CONSTRAINT "monitor_numbers_pk" PRIMARY KEY("monitor","t")
);
--> statement-breakpoint
CREATE TABLE "monitor_spans" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"monitor" bigint NOT NULL,
	"kind" text NOT NULL,
	"from" bigint NOT NULL,
	"to" bigint,
	"alert" bigint
);
--> statement-breakpoint
CREATE TABLE "monitors" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"input" json NOT NULL,
	"bucket" integer NOT NULL,
	"aggregate" text NOT NULL,
	"season" text NOT NULL,
	"sensitivity" text NOT NULL,
	"direction" text NOT NULL,
	"minimum_change" double precision NOT NULL,
	"close_after" integer NOT NULL,
	"silent_after" integer NOT NULL,
	"severity" text NOT NULL,
	"labels" json NOT NULL,
	"is_enabled" boolean NOT NULL,
	"revision" integer NOT NULL,
	"since" bigint NOT NULL,
	"closed" bigint NOT NULL,
	"position" bigint,
	"alert" json NOT NULL,
	"empty" integer,
	"progress" double precision NOT NULL,
	"trouble" text
);
--> statement-breakpoint
CREATE TABLE "points" (
	"monitor" bigint NOT NULL,
	"t" bigint NOT NULL,
	"value" double precision,
	"expected" double precision,
	"score" double precision,
	CONSTRAINT "points_pk" PRIMARY KEY("monitor","t")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "alerts_unresolved" ON "alerts" USING btree ("identity") WHERE "alerts"."identity" is not null and "alerts"."status" <> 'resolved';--> statement-breakpoint
CREATE INDEX "alerts_resolved" ON "alerts" USING btree ("identity","id") WHERE "alerts"."identity" is not null and "alerts"."status" = 'resolved';--> statement-breakpoint
CREATE INDEX "alerts_named" ON "alerts" USING btree ("source","fingerprint","identity") WHERE "alerts"."identity" is not null;--> statement-breakpoint
CREATE INDEX "alerts_received" ON "alerts" USING btree ("received_at","id");--> statement-breakpoint
CREATE INDEX "alerts_deleted" ON "alerts" USING btree ("id") WHERE "alerts"."deleted_at" is not null;--> statement-breakpoint
CREATE INDEX "alerts_open" ON "alerts" USING btree ("id") WHERE "alerts"."status" <> 'resolved';--> statement-breakpoint
CREATE INDEX "alerts_source" ON "alerts" USING btree ("source","id");--> statement-breakpoint
CREATE INDEX "alerts_severity" ON "alerts" USING btree ("severity","id");--> statement-breakpoint
CREATE INDEX "alerts_acknowledged_by" ON "alerts" USING btree ("acknowledged_by","id") WHERE "alerts"."acknowledged_by" is not null;--> statement-breakpoint
CREATE INDEX "alerts_snoozed" ON "alerts" USING btree ("id") WHERE "alerts"."snoozed_until" is not null;--> statement-breakpoint
CREATE INDEX "alerts_waking" ON "alerts" USING btree ("snoozed_until") WHERE "alerts"."snoozed_until" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "commits_seq" ON "commits" USING btree ("seq_to") WHERE "commits"."body" is not null;--> statement-breakpoint
CREATE INDEX "commits_at" ON "commits" USING btree ("at");--> statement-breakpoint
CREATE INDEX "events_alert" ON "events" USING btree ("alert_id","seq");--> statement-breakpoint
CREATE INDEX "leases_expiry" ON "leases" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "pulses_seq" ON "pulses" USING btree ("seq");--> statement-breakpoint
CREATE INDEX "search_texts_trigrams" ON "search_texts" USING gin ("text" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "unrecorded_due" ON "unrecorded" USING btree ("due_at");--> statement-breakpoint
CREATE UNIQUE INDEX "views_name" ON "views" USING btree ("owner","name");--> statement-breakpoint
CREATE UNIQUE INDEX "sessions_token" ON "sessions" USING btree ("token_hash");--> statement-breakpoint
CREATE INDEX "sessions_user" ON "sessions" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "sessions_expiry" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "users_name" ON "users" USING btree ("folded_name");--> statement-breakpoint
CREATE UNIQUE INDEX "users_identity" ON "users" USING btree ("issuer","subject") WHERE "users"."issuer" is not null;--> statement-breakpoint
CREATE INDEX "users_admin" ON "users" USING btree ("id") WHERE "users"."role" = 'admin' and not "users"."is_disabled" and "users"."removed_at" is null and ("users"."password_hash" is not null or "users"."issuer" is not null);--> statement-breakpoint
CREATE INDEX "webhook_attempts_webhook" ON "webhook_attempts" USING btree ("webhook","id");--> statement-breakpoint
CREATE INDEX "monitor_spans_monitor" ON "monitor_spans" USING btree ("monitor","from");--> statement-breakpoint
CREATE INDEX "monitor_spans_open" ON "monitor_spans" USING btree ("alert") WHERE "monitor_spans"."to" is null;--> statement-breakpoint
-- Room beside each row, so that it is written again in its page.
ALTER TABLE "alerts" SET (fillfactor = 90);--> statement-breakpoint
ALTER TABLE "pulses" SET (fillfactor = 70);--> statement-breakpoint
-- What was noted stays as it was noted.
CREATE FUNCTION "refuse_change"() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the audit is append-only'; END $$;--> statement-breakpoint
CREATE TRIGGER "audit_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
