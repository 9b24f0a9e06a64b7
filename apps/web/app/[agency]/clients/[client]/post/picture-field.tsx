import { useId, useRef, useState, useTransition } from "react";
import { Button } from "../../../../../components/button.tsx";
import { inputLook } from "../../../../../components/field.tsx";
import type { DraftPicture } from "./draft-model.ts";

interface PictureProps {
  agency: string;
  clientId: string;
  pictures: DraftPicture[];
  onChange: (pictures: DraftPicture[]) => void;
}

/** Adds pictures, each with its description, which goes with it to the network. */
export function PictureField({ agency, clientId, pictures, onChange }: PictureProps) {
  const [fileId, altId] = [useId(), useId()];
  const file = useRef<HTMLInputElement>(null);
  const [alt, setAlt] = useState("");
  const [isAdding, startAdding] = useTransition();
  const [problem, setProblem] = useState<string | null>(null);
  const add = () =>
    startAdding(async () => {
      const chosen = file.current?.files?.[0];
      if (chosen === undefined) return setProblem("Choose a picture first.");
      const url = `/${agency}/clients/${clientId}/pictures?alt=${encodeURIComponent(alt)}`;
      const answer = await fetch(url, { method: "POST", body: chosen }).catch(() => null);
      const told: { imageId?: string; message?: string } = (await answer?.json().catch(() => null)) ?? {};
      if (told.imageId === undefined) return setProblem(told.message ?? "The picture could not be sent. Try again.");
      onChange([...pictures, { id: told.imageId, name: chosen.name, alt }]);
      setAlt("");
      setProblem(null);
      if (file.current !== null) file.current.value = "";
    });
  return (
    <div className="flex flex-col gap-2">
      {pictures.length > 0 && (
        <ul className="flex flex-col gap-1 text-sm">
          {pictures.map(({ id, name, alt: description }) => (
            <li key={id} className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <span className="min-w-0 grow break-words">
                {name}{" "}
                <span className="text-soft">{description === "" ? "without a description" : `“${description}”`}</span>
              </span>
              <Button
                type="button"
                aria-label={`Remove ${name}`}
                onClick={() => onChange(pictures.filter((picture) => picture.id !== id))}
              >
                Remove
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div className="grid items-end gap-2 sm:grid-cols-[1fr_1fr_auto]">
        <div className="flex min-w-0 flex-col gap-1">
          <label htmlFor={fileId} className="font-medium text-sm">
            Picture (optional)
          </label>
          <input
            id={fileId}
            ref={file}
            type="file"
            accept="image/jpeg,image/png,image/webp,image/gif"
            className={`${inputLook} text-sm`}
          />
        </div>
        <div className="flex flex-col gap-1">
          <label htmlFor={altId} className="font-medium text-sm">
            What it shows
          </label>
          <input
            id={altId}
            className={inputLook}
            maxLength={1_500}
            placeholder="For people who do not see it"
            value={alt}
            onChange={(event) => setAlt(event.target.value)}
          />
        </div>
        <Button type="button" onClick={add} disabled={isAdding}>
          {isAdding ? "Adding …" : "Add picture"}
        </Button>
      </div>
      {problem !== null && (
        <p role="alert" className="text-bad text-sm">
          {problem}
        </p>
      )}
    </div>
  );
}
