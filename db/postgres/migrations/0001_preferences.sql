CREATE TABLE "preferences" (
	"owner" text PRIMARY KEY NOT NULL,
	"theme" text NOT NULL,
	"density" text NOT NULL,
	"zone" text NOT NULL,
	"hours" text NOT NULL
);
