import type { AppPush } from "@headroom/api";
import { CopyField } from "../../../../components/copy-field.tsx";

interface PushSetUpProps {
  title: string;
  push: AppPush;
  keyLabel: string | null;
}

/** What has to be done so that a network tells of changes at once: where nothing is, readings at intervals go on anyway. */
export function PushSetUp({ title, push: { callbackUrl, verifyToken, setUp, hasKey }, keyLabel }: PushSetUpProps) {
  const missing = keyLabel !== null && !hasKey ? keyLabel : null;
  return (
    <details className="mt-2">
      <summary className="cursor-pointer text-accent text-sm">
        Hear of changes at once{missing !== null && ": not set up yet"}
        <span className="sr-only"> on {title}</span>
      </summary>
      <div className="mt-2 flex flex-col gap-3 text-sm">
        <p>
          {setUp ?? `Nothing to do: Headroom gives ${title} this address by itself when a channel is connected.`}{" "}
          Without it, channels are read at intervals all the same.
        </p>
        {missing !== null && <p>Still missing: {missing}. Enter it with the app below.</p>}
        <CopyField label={`Address for ${title}`} text={callbackUrl} />
        {verifyToken !== null && <CopyField label={`Verify token for ${title}`} text={verifyToken} />}
      </div>
    </details>
  );
}
