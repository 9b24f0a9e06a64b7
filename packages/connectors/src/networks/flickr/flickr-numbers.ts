import type { NativeNumbers } from "../../contract/native-numbers.ts";

const photos = "GET /services/rest?method=flickr.people.getPhotos";

/** flickr.com/services/api, read in November 2026. */
export const flickrNumbers: NativeNumbers = {
  kinds: {
    post: { theirs: "Public photos and videos", from: [{ call: photos, field: "photos.photo[].id" }] },
    linkPost: {
      theirs: "Links in the description",
      from: [{ call: photos, field: "photos.photo[].description" }],
    },
    view: { theirs: "Views", from: [{ call: photos, field: "photos.photo[].views" }] },
    like: {
      theirs: "Faves",
      from: [{ call: photos, field: "photos.photo[].count_faves" }],
      note: "Where their number has changed, flickr.photos.getFavorites tells the newest 200 with their time.",
    },
    click: { unknown: "Flickr does not count clicks." },
    save: { unknown: "Flickr does not tell apps how often a photo was put in a gallery." },
    reshare: { unknown: "Flickr knows no resharing." },
    mention: { unknown: "Flickr does not list where an account is named." },
    comment: {
      theirs: "Comments",
      from: [{ call: photos, field: "photos.photo[].count_comments" }],
      note: "Where their number has changed, each is read with its time.",
    },
    followers: { unknown: "Flickr does not tell apps how many people follow an account." },
  },
  readAgain: "always",
  differences: [
    {
      text: "Flickr shows how many follow an account. No call tells apps, so reach is unknown here.",
      source: "flickr.com/services/api/flickr.people.getInfo, November 2026",
    },
  ],
};
