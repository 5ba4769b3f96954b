import pg from "pg";

/** Counts the SQL statements that this process sends, the server in it included. */
export interface StatementCounter {
  /** What the work sent: each statement's text, in order. Nothing else may send any at the same time. */
  during(work: () => Promise<unknown>): Promise<readonly string[]>;
  /** Takes the counter out again. */
  remove(): void;
}

type Query = (...args: unknown[]) => unknown;

/** Puts a counter around what every connection sends. */
export function countStatements(): StatementCounter {
  const { query } = pg.Client.prototype as { query: Query };
  let sent: string[] | null = null;
  (pg.Client.prototype as { query: Query }).query = function counted(this: unknown, ...args: unknown[]) {
    const [first] = args;
    sent?.push(typeof first === "string" ? first : String((first as { text?: unknown } | undefined)?.text));
    return query.apply(this, args);
  };
  return {
    async during(work) {
      const mine: string[] = [];
      sent = mine;
      try {
        await work();
      } finally {
        sent = null;
      }
      return mine;
    },
    remove() {
      (pg.Client.prototype as { query: Query }).query = query;
    },
  };
}
