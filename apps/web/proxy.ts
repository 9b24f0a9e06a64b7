import { auth } from "./auth";

export default auth;

/**
 * Everything but assets, the API's own answers and pages for everyone; `authorized` decides. Uploads ask for themselves:
 * what passes through here is buffered, and cut off at 10 MB.
 */
export const config = {
  matcher: [
    "/((?!api/|_next/|favicon|icon|sign-in|sign-up|join/|push/|pictures/|reconnect/|how-the-score-works|.*/import/upload$).*)",
  ],
};
