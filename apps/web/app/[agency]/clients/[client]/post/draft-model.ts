/** A picture that was uploaded. */
export interface DraftPicture {
  id: string;
  name: string;
  alt: string;
}

/** One piece of what is being written; `key` tells pieces apart while they are moved. */
export interface DraftPiece {
  key: string;
  text: string;
  link: string;
  pictures: DraftPicture[];
}

export const emptyPiece = (): DraftPiece => ({ key: crypto.randomUUID(), text: "", link: "", pictures: [] });

/** Nothing was written yet: what it lacks goes without saying. */
export const isBlank = ({ text, link, pictures }: DraftPiece): boolean =>
  text.trim() === "" && link.trim() === "" && pictures.length === 0;

/** As the server takes it. */
export const asPieces = (pieces: readonly DraftPiece[]) =>
  pieces.map(({ text, link, pictures }) => ({
    text,
    link: link.trim() === "" ? null : link.trim(),
    imageIds: pictures.map(({ id }) => id),
  }));
