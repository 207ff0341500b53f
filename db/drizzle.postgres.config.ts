/** For `npm run migrate`, which runs in this folder. */
export default {
  dialect: "postgresql",
  schema: ["schema", "people", "webhooks", "monitors"].map((name) => `./postgres/${name}.ts`),
  out: "./postgres/migrations",
};
