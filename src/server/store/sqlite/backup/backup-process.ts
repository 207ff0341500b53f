import { tellSteps } from "../../engine/forked/tell-steps.ts";
import { type BackupOptions, makeBackup } from "./make-backup.ts";

await tellSteps((options) => makeBackup(options as BackupOptions));
