// `#reading` in a browser: how the page is read where no server has rendered it.
export { readDetail as detail, readPageAt as page } from "./api.ts";
