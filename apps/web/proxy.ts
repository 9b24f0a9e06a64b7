import { auth } from "./auth";

export default auth;

/**
 * Everything but assets, the API's own answers and pages for everyone; `authorized` decides. Networks' answers come with
 * people who need no account (reconnect links), and ask for one themselves where it takes one. Uploads ask for themselves as
 * well: what passes through here is buffered, and cut off at 10 MB.
 */
export const config = {
  matcher: [
    "/((?!api/|_next/|favicon|icon|sign-in|sign-up|join/|push/|pictures/|reconnect/|connect/answer|how-the-score-works|.*/import/upload$).*)",
  ],
};
