import os from "node:os";
import { NICENESS } from "../../engine/forked/fork-steps.ts";
import { tellSteps } from "../../engine/forked/tell-steps.ts";
import { type BackupOptions, makeBackup } from "./make-backup.ts";

// What is left to do then holds up nobody, however long it takes.
const giveWay = () => os.setPriority(NICENESS);
await tellSteps((options) => makeBackup(options as BackupOptions, giveWay));
