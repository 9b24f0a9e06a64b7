import type { Metadata } from "next";
import { Empty } from "../../../components/empty.tsx";
import { visit } from "../../../composition/agency.ts";
import { mailIsSetUp } from "../../../composition/magic-link.ts";
import { api } from "../../../trpc/server.ts";
import { NoticeList } from "./notice-list.tsx";
import { SettingsForm } from "./settings-form.tsx";

export const metadata: Metadata = { title: "Notices" };

export default async function NoticesPage({ params }: { params: Promise<{ agency: string }> }) {
  const { agency: slug } = await params;
  const { agency, now } = await visit(slug);
  const caller = await api(slug);
  const [notices, settings] = await Promise.all([caller.notice.list(), caller.notice.settings()]);
  return (
    <div className="mx-auto flex max-w-2xl flex-col gap-5">
      <h1>Notices</h1>
      {notices.length === 0 ? (
        <Empty title="Nothing to tell">
          <p>
            When a channel cannot be read, a sign-in is about to end, a post did not go out or a spending cap is
            reached, those who look after the client read it here.
          </p>
        </Empty>
      ) : (
        <NoticeList agency={slug} notices={notices} clock={{ zone: agency.memberTimeZone, now }} />
      )}
      <section aria-labelledby="hours" className="flex flex-col gap-3 rounded-lg border border-line bg-paper p-4">
        <div>
          <h2 id="hours">Your hours</h2>
          <p className="mt-1 text-soft text-sm">
            You are told things between these times. What comes up outside of them waits.
          </p>
        </div>
        <SettingsForm agency={slug} settings={settings} canMail={mailIsSetUp()} />
      </section>
    </div>
  );
}
