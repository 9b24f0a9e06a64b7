CREATE TABLE "notices" (
	"agency_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"member_id" uuid NOT NULL,
	"client_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"about" text NOT NULL,
	"text" text NOT NULL,
	"path" text NOT NULL,
	"due_at" timestamp (3) with time zone NOT NULL,
	"mailed_at" timestamp (3) with time zone,
	"seen_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "notices_agency_id_id_pk" PRIMARY KEY("agency_id","id"),
	CONSTRAINT "notices_once" UNIQUE("agency_id","member_id","kind","about")
);
--> statement-breakpoint
CREATE TABLE "reconnect_links" (
	"agency_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"channel_id" uuid NOT NULL,
	"token_hash" text NOT NULL,
	"member_id" uuid NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "reconnect_links_agency_id_id_pk" PRIMARY KEY("agency_id","id"),
	CONSTRAINT "reconnect_links_by_token" UNIQUE("agency_id","token_hash")
);
--> statement-breakpoint
CREATE TABLE "subscriptions" (
	"agency_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"state" text NOT NULL,
	"sealed_token" text,
	"lease_until" timestamp (3) with time zone,
	"asked_at" timestamp (3) with time zone NOT NULL,
	"delivered_at" timestamp (3) with time zone,
	"deliveries" integer DEFAULT 0 NOT NULL,
	"error" text,
	CONSTRAINT "subscriptions_agency_id_channel_id_pk" PRIMARY KEY("agency_id","channel_id")
);
--> statement-breakpoint
CREATE TABLE "touches" (
	"agency_id" uuid NOT NULL,
	"channel_id" uuid NOT NULL,
	"post_native_id" text COLLATE "C" NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "touches_agency_id_channel_id_post_native_id_pk" PRIMARY KEY("agency_id","channel_id","post_native_id")
);
--> statement-breakpoint
CREATE TABLE "images" (
	"agency_id" uuid NOT NULL,
	"id" uuid DEFAULT gen_random_uuid() NOT NULL,
	"client_id" uuid NOT NULL,
	"media_type" text NOT NULL,
	"width" integer NOT NULL,
	"height" integer NOT NULL,
	"alt" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	"created_by" uuid,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "images_agency_id_id_pk" PRIMARY KEY("agency_id","id"),
	CONSTRAINT "images_size" CHECK ("images"."width" > 0 and "images"."height" > 0)
);
--> statement-breakpoint
CREATE TABLE "planned_pieces" (
	"agency_id" uuid NOT NULL,
	"plan_id" uuid NOT NULL,
	"position" integer NOT NULL,
	"text" text NOT NULL,
	"link" text,
	"image_ids" uuid[] DEFAULT '{}' NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"native_id" text,
	"url" text,
	"thread" text,
	"published_at" timestamp (3) with time zone,
	CONSTRAINT "planned_pieces_agency_id_plan_id_position_pk" PRIMARY KEY("agency_id","plan_id","position")
);
--> statement-breakpoint
CREATE TABLE "network_gates" (
	"key" text PRIMARY KEY NOT NULL,
	"full_at" timestamp (3) with time zone NOT NULL,
	"closed_until" timestamp (3) with time zone,
	"failures" integer DEFAULT 0 NOT NULL,
	"broken_until" timestamp (3) with time zone
);
--> statement-breakpoint
ALTER TABLE "webhook_routes" DROP COLUMN "token_hash";--> statement-breakpoint
ALTER TABLE "webhook_routes" ADD COLUMN "subject_hash" text NOT NULL;--> statement-breakpoint
ALTER TABLE "webhook_routes" ADD CONSTRAINT "webhook_routes_subject_hash_agency_id_channel_id_pk" PRIMARY KEY("subject_hash","agency_id","channel_id");--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "hours_from" smallint DEFAULT 480 NOT NULL;--> statement-breakpoint
ALTER TABLE "members" ADD COLUMN "hours_to" smallint DEFAULT 1200 NOT NULL;--> statement-breakpoint
ALTER TABLE "channels" ADD COLUMN "actors_until" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "sign_ins" ADD COLUMN "link_id" uuid;--> statement-breakpoint
ALTER TABLE "planned_posts" ADD COLUMN "sends" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "planned_posts" ADD COLUMN "state" text DEFAULT 'waiting' NOT NULL;--> statement-breakpoint
ALTER TABLE "planned_posts" ADD COLUMN "title" text DEFAULT '' NOT NULL;--> statement-breakpoint
ALTER TABLE "planned_posts" ADD COLUMN "error" text;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_agency_id_member_id_members_agency_id_id_fk" FOREIGN KEY ("agency_id","member_id") REFERENCES "public"."members"("agency_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notices" ADD CONSTRAINT "notices_agency_id_client_id_clients_agency_id_id_fk" FOREIGN KEY ("agency_id","client_id") REFERENCES "public"."clients"("agency_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconnect_links" ADD CONSTRAINT "reconnect_links_agency_id_channel_id_channels_agency_id_id_fk" FOREIGN KEY ("agency_id","channel_id") REFERENCES "public"."channels"("agency_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reconnect_links" ADD CONSTRAINT "reconnect_links_agency_id_member_id_members_agency_id_id_fk" FOREIGN KEY ("agency_id","member_id") REFERENCES "public"."members"("agency_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "subscriptions" ADD CONSTRAINT "subscriptions_agency_id_channel_id_channels_agency_id_id_fk" FOREIGN KEY ("agency_id","channel_id") REFERENCES "public"."channels"("agency_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "touches" ADD CONSTRAINT "touches_agency_id_channel_id_channels_agency_id_id_fk" FOREIGN KEY ("agency_id","channel_id") REFERENCES "public"."channels"("agency_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "images" ADD CONSTRAINT "images_agency_id_client_id_clients_agency_id_id_fk" FOREIGN KEY ("agency_id","client_id") REFERENCES "public"."clients"("agency_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "planned_pieces" ADD CONSTRAINT "planned_pieces_agency_id_plan_id_planned_posts_agency_id_id_fk" FOREIGN KEY ("agency_id","plan_id") REFERENCES "public"."planned_posts"("agency_id","id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "notices_by_time" ON "notices" USING btree ("agency_id","due_at");--> statement-breakpoint
CREATE INDEX "images_by_age" ON "images" USING btree ("agency_id","created_at");--> statement-breakpoint
ALTER TABLE "members" ADD CONSTRAINT "members_hours" CHECK ("members"."hours_from" between 0 and 1439 and "members"."hours_to" between 0 and 1440);--> statement-breakpoint
DO $$
DECLARE
  tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['notices', 'reconnect_links', 'subscriptions', 'touches', 'images', 'planned_pieces'] LOOP
    PERFORM protect_tenant_table(tenant_table::regclass);
  END LOOP;
END $$;--> statement-breakpoint
-- Signals stay append-only but for who it was: a hash gives way to a number of the day when its time is over.
GRANT UPDATE (actor) ON signals TO headroom_app;
