/**
 * Why something failed, in words for the person who runs it: an error's message without its stack. Of an error that
 * only gathers others (each address of a host that refused) theirs, once each.
 */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.message !== "") return error.message;
  if (error instanceof AggregateError) return [...new Set(error.errors.map(reasonOf))].join("; ");
  return String((error as NodeJS.ErrnoException).code ?? error.name);
}
