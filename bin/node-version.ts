/** The oldest Node that Tocsin runs on, as package.json says, too: the first that has argon2. */
const OLDEST = "24.7";

/**
 * Ends the process where its Node is too old, before anything else is loaded: an older one dies of the
 * native module without a word, or of a name that it does not know with many.
 */
const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const [oldestMajor = 0, oldestMinor = 0] = OLDEST.split(".").map(Number);
if (major < oldestMajor || (major === oldestMajor && minor < oldestMinor)) {
  process.stderr.write(
    `tocsin: Node ${OLDEST} or later is needed; this is ${process.versions.node} (${process.execPath}).\n` +
      "One comes with npm ci, and npm start and every npm run use it.\n",
  );
  process.exit(1);
}
