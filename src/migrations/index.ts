import type { MigrationInterface } from "typeorm";
import { Foundation1781800000000 } from "./1781800000000-foundation.ts";
import { Screening1781900000000 } from "./1781900000000-screening.ts";

/** Every migration, oldest first. A class's name ends in its 13-digit timestamp, by which they are ordered. */
export const migrations: (new () => MigrationInterface)[] = [Foundation1781800000000, Screening1781900000000];
