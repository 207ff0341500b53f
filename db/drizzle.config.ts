/** For `npm run migrate`, which runs in this folder. */
export default {
  dialect: "sqlite",
  schema: "./sqlite/schema.ts",
  out: "./sqlite/migrations",
};
