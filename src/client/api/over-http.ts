// `#reading` in a browser: how pages are read where no server has rendered them.
export { readDetail as detail, readPageAt as page } from "./api.ts";
export { readSession as session, readWaysIn as waysIn } from "./session.ts";
