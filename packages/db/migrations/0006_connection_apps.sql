ALTER TABLE "connections" ADD COLUMN "app_id" text;--> statement-breakpoint
ALTER TABLE "sign_ins" ADD COLUMN "app_id" text DEFAULT '' NOT NULL;