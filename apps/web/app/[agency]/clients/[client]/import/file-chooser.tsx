"use client";

import { useRouter } from "next/navigation";
import { type DragEvent, useId, useRef, useState } from "react";
import { Button } from "../../../../../components/button.tsx";
import { ProgressBar } from "../../../../../components/progress-bar.tsx";
import { fileSize } from "./file-size.ts";
import { uploadFile } from "./upload-file.ts";

type Stage =
  | { kind: "waiting"; problem: string | null }
  | { kind: "sending"; name: string; sent: number; total: number }
  | { kind: "reading"; name: string };

/** One file, chosen or dropped: sent with its progress shown, then read from end to end. */
export function FileChooser({ agency, clientId }: { agency: string; clientId: string }) {
  const router = useRouter();
  const [stage, setStage] = useState<Stage>({ kind: "waiting", problem: null });
  const cancel = useRef<AbortController>(null);
  const send = async (file: File) => {
    cancel.current = new AbortController();
    setStage({ kind: "sending", name: file.name, sent: 0, total: file.size });
    const onProgress = (sent: number, total: number) =>
      setStage(sent < total ? { kind: "sending", name: file.name, sent, total } : { kind: "reading", name: file.name });
    try {
      const { importId } = await uploadFile({ agency, clientId, file, signal: cancel.current.signal, onProgress });
      router.push(`/${agency}/clients/${clientId}/import?file=${importId}`);
    } catch (error) {
      setStage({ kind: "waiting", problem: error instanceof Error ? error.message : "The upload failed. Try again." });
    }
  };
  if (stage.kind === "waiting") return <DropZone problem={stage.problem} onFile={send} />;
  return (
    <section aria-label="Upload" className="flex flex-col gap-3 rounded-lg border border-line bg-paper p-4">
      <p className="break-words font-medium">{stage.name}</p>
      {stage.kind === "sending" ? (
        <>
          <ProgressBar label="Sent" value={stage.sent} max={stage.total} />
          <output className="number text-sm">
            {fileSize(stage.sent)} of {fileSize(stage.total)} sent
          </output>
          <Button onClick={() => cancel.current?.abort()} className="self-start">
            Cancel
          </Button>
        </>
      ) : (
        <>
          <ProgressBar label="Reading the file" />
          <output className="text-sm">Reading it from end to end. Large archives take a minute …</output>
        </>
      )}
    </section>
  );
}

function DropZone({ problem, onFile }: { problem: string | null; onFile: (file: File) => void }) {
  const id = useId();
  const [isOver, setIsOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(false);
    const file = event.dataTransfer.files[0];
    if (file !== undefined) onFile(file);
  };
  const over = (event: DragEvent) => {
    event.preventDefault();
    setIsOver(true);
  };
  return (
    // Dropping is a shortcut of the file field inside, which keyboards and screen readers use.
    <section
      aria-label="Choose a file"
      onDragOver={over}
      onDragLeave={() => setIsOver(false)}
      onDrop={drop}
      className={`flex flex-col items-center gap-2 rounded-lg border-2 border-dashed px-4 py-10 text-center ${isOver ? "border-accent bg-raised" : "border-line bg-paper"}`}
    >
      <label htmlFor={id} className="font-medium">
        Drop a file here, or choose one
      </label>
      <input
        id={id}
        type="file"
        aria-describedby={problem === null ? `${id}-help` : `${id}-problem ${id}-help`}
        onChange={({ target }) => {
          const file = target.files?.[0];
          if (file !== undefined) onFile(file);
        }}
        className="max-w-full text-sm file:mr-3 file:min-h-9 file:cursor-pointer file:rounded-md file:border-0 file:bg-accent file:px-3 file:font-medium file:text-on-accent"
      />
      <p id={`${id}-help`} className="text-soft text-sm">
        Up to 1 GB. You see what is in it before anything is imported.
      </p>
      {problem !== null && (
        <p id={`${id}-problem`} role="alert" className="max-w-prose break-words text-bad text-sm">
          {problem}
        </p>
      )}
    </section>
  );
}
