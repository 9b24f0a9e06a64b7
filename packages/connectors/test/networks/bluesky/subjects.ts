export const subjects = [];
