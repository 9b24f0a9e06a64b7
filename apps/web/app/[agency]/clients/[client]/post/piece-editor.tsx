import { useId } from "react";
import { Button } from "../../../../../components/button.tsx";
import { Field, inputLook } from "../../../../../components/field.tsx";
import type { DraftPiece } from "./draft-model.ts";
import { PictureField } from "./picture-field.tsx";

interface EditorProps {
  agency: string;
  clientId: string;
  piece: DraftPiece;
  /** What the text is called: tells one piece from another. */
  name: string;
  onChange: (part: Partial<DraftPiece>) => void;
  /** Null for the only piece. */
  onRemove: (() => void) | null;
}

/** Text, link and pictures of one piece. */
export function PieceEditor({ agency, clientId, piece, name, onChange, onRemove }: EditorProps) {
  const id = useId();
  return (
    <div className="flex flex-col gap-3 border-line border-b pb-4 last-of-type:border-0 last-of-type:pb-0">
      <div className="flex flex-col gap-1">
        <div className="flex items-center justify-between gap-3">
          <label htmlFor={id} className="font-medium text-sm">
            {name}
          </label>
          {onRemove !== null && (
            <Button type="button" onClick={onRemove} aria-label={`Remove ${name.toLowerCase()}`}>
              Remove
            </Button>
          )}
        </div>
        <textarea
          id={id}
          rows={5}
          className={inputLook}
          value={piece.text}
          onChange={(event) => onChange({ text: event.target.value })}
        />
      </div>
      <Field
        label="Link (optional)"
        type="url"
        placeholder="https://"
        value={piece.link}
        onChange={(event) => onChange({ link: event.target.value })}
      />
      <PictureField
        agency={agency}
        clientId={clientId}
        pictures={piece.pictures}
        onChange={(pictures) => onChange({ pictures })}
      />
    </div>
  );
}
