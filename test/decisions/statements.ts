import pg from "pg";

/** Runs `work` and gives the text of every statement that any connection of this process sent meanwhile. */
export async function statementsOf(work: () => Promise<unknown>): Promise<string[]> {
  const { prototype } = pg.Client;
  const query = prototype.query;
  const sent: string[] = [];
  prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const [statement] = args;
    sent.push(typeof statement === "string" ? statement : (statement as { text: string }).text);
    return Reflect.apply(query, this, args);
  } as typeof query;
  try {
    await work();
  } finally {
    prototype.query = query;
  }
  return sent;
}
