import type { Logger } from "pino";

/** What the database writes its few messages to; any pino logger is one. */
export type Log = Pick<Logger, "info" | "warn" | "error">;
