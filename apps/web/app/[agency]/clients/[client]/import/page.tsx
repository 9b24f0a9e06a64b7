import type { ImportStatus } from "@headroom/api";
import { TRPCError } from "@trpc/server";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { Empty } from "../../../../../components/empty.tsx";
import { visit } from "../../../../../composition/agency.ts";
import { api } from "../../../../../trpc/server.ts";
import { BackToClient } from "../back-to-client.tsx";
import { clientOf } from "../client-of.ts";
import { FileChooser } from "./file-chooser.tsx";
import { FileFormats } from "./file-formats.tsx";
import { ImportProgress } from "./import-progress.tsx";
import { PreviewCard } from "./preview-card.tsx";

export const metadata: Metadata = { title: "Import a file" };

type Props = { params: Promise<{ agency: string; client: string }>; searchParams: Promise<{ file?: string }> };

export default async function ImportPage({ params, searchParams }: Props) {
  const { agency: slug, client: clientId } = await params;
  const { file } = await searchParams;
  await visit(slug);
  const client = await clientOf(slug, clientId);
  const upload = file === undefined ? null : await importOf(slug, { importId: file, clientId });
  return (
    <div className="mx-auto max-w-3xl">
      <BackToClient agency={slug} client={client.row} />
      <h1 className="mb-4">Import a file</h1>
      {!client.mayWork ? (
        <Empty title="Viewers cannot import files">
          <p>Ask a manager to do it.</p>
        </Empty>
      ) : upload === null || upload.status === "dropped" ? (
        <div className="flex flex-col gap-5">
          <FileChooser agency={slug} clientId={clientId} />
          <FileFormats base={`/${slug}/clients/${clientId}`} />
        </div>
      ) : upload.status === "previewed" ? (
        <PreviewCard agency={slug} clientName={client.row.name} clientZone={client.row.timeZone} upload={upload} />
      ) : (
        <ImportProgress agency={slug} upload={upload} />
      )}
    </div>
  );
}

const importOf = async (slug: string, wanted: { importId: string; clientId: string }): Promise<ImportStatus> => {
  try {
    const found = await (await api(slug)).import.get({ importId: wanted.importId });
    if (found.clientId !== wanted.clientId) notFound();
    return found;
  } catch (error) {
    if (error instanceof TRPCError && (error.code === "NOT_FOUND" || error.code === "BAD_REQUEST")) notFound();
    throw error;
  }
};
