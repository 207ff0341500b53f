/** For `npm run migrate`, which runs in this folder. */
export default {
  dialect: "sqlite",
  schema: ["./sqlite/schema.ts", "./sqlite/monitors.ts"],
  out: "./sqlite/migrations",
};
