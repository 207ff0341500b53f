import type { Area } from "./template.ts";
import { certificates } from "./templates/certificates.ts";
import { databases } from "./templates/databases.ts";
import { edge } from "./templates/edge.ts";
import { infrastructure } from "./templates/infrastructure.ts";
import { kubernetes } from "./templates/kubernetes.ts";
import { payments } from "./templates/payments.ts";
import { queues } from "./templates/queues.ts";

/** Every kind of trouble there is, by where it happens. */
export const AREAS: readonly [Area, ...Area[]] = [
  infrastructure,
  databases,
  queues,
  kubernetes,
  certificates,
  payments,
  edge,
];

const [first, ...others] = AREAS;
export const EVERYWHERE: Area = [...first, ...others.flat()];
