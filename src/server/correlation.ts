import { randomUUID } from "node:crypto";

/** The header that carries a request's correlation id: in every answer, and from the gateway to its subgraphs. */
export const correlationHeader = "x-correlation-id";

const form = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** A request's correlation id: the caller's own where the caller is trusted and it is a UUID, else a new one. */
export const correlationId = (given: string | string[] | undefined, trusted: boolean): string =>
  trusted && typeof given === "string" && form.test(given) ? given : randomUUID();
