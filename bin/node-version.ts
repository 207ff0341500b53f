/** The oldest Node that Tocsin runs on, as package.json says, too. */
const OLDEST = 24;

/**
 * Ends the process where its Node is too old, before anything else is loaded: an older one dies of the
 * native module without a word, or of a name that it does not know with many.
 */
if (Number.parseInt(process.versions.node, 10) < OLDEST) {
  process.stderr.write(
    `tocsin: Node ${OLDEST} or later is needed; this is ${process.versions.node} (${process.execPath}).\n` +
      "One comes with npm ci, and npm start and every npm run use it.\n",
  );
  process.exit(1);
}
