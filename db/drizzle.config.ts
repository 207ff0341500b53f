/** For `npm run migrate`, which runs in this folder. */
export default {
  dialect: "sqlite",
  schema: "./schema.ts",
  out: "./migrations",
};
