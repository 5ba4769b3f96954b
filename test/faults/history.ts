/** A change that a writer asked for, with one key however often it was sent, and was told to be done. */
export interface Write {
  readonly key: string;
  readonly kind: "submit" | "withdraw";
  /** The application that the answer named. */
  readonly applicationId: string;
  /** What each repeat of the same key was told, after the first answer. */
  readonly repeated: readonly string[];
}

/** One event, as a reader was told or as the graph lists it. */
export interface Sighting {
  readonly id: string;
  readonly sequence: number;
}

/** What clients did and saw, and what the graph says when all is quiet. */
export interface History {
  readonly writes: readonly Write[];
  /** Each reader: what it was told across all its connections, and what it may see of the same span. */
  readonly readers: readonly {
    readonly name: string;
    readonly told: readonly Sighting[];
    readonly visible: readonly Sighting[];
  }[];
  /** The applications that there are, with the types of their changes in the ledger's order. */
  readonly applications: ReadonlyMap<string, readonly string[]>;
}

const typeOf = { submit: "ApplicationSubmitted", withdraw: "ApplicationWithdrawn" } as const;

/**
 * What is wrong with a history, in words; nothing where all that was acknowledged is there, nothing was done twice, and
 * every reader was told each event that it may see once and in order.
 */
export function problemsOf({ writes, readers, applications }: History): string[] {
  return [
    ...writes.flatMap((write) => problemsOfWrite(write, applications)),
    ...beyondWhatWasAsked(writes, applications),
    ...readers.flatMap(({ name, told, visible }) => problemsOfReader(told, visible).map((what) => `${name} ${what}`)),
  ];
}

function problemsOfWrite(
  { key, kind, applicationId, repeated }: Write,
  applications: History["applications"],
): string[] {
  const changes = applications.get(applicationId);
  const others = repeated.filter((id) => id !== applicationId).map((id) => `${key}: a repeat was told of ${id}`);
  if (changes === undefined) return [`${key}: ${applicationId} was acknowledged and is lost`, ...others];
  const times = changes.filter((type) => type === typeOf[kind]).length;
  return times === 1 ? others : [`${key}: ${kind} of ${applicationId} is in the ledger ${times} times`, ...others];
}

/** Each application was asked for by one key, and each withdrawal too: more of either was done twice. */
function beyondWhatWasAsked(writes: readonly Write[], applications: History["applications"]): string[] {
  return (["submit", "withdraw"] as const).flatMap((kind) => {
    const asked = writes.filter((write) => write.kind === kind);
    const done = [...applications.values()].flat().filter((type) => type === typeOf[kind]).length;
    const distinct = new Set(asked.map(({ applicationId }) => applicationId)).size;
    return [
      ...(done === asked.length ? [] : [`${done} of ${kind} are in the ledger, and ${asked.length} were asked for`]),
      ...(distinct === asked.length ? [] : [`two keys of ${kind} were told of one application`]),
    ];
  });
}

function problemsOfReader(told: readonly Sighting[], visible: readonly Sighting[]): string[] {
  const at = told.findIndex((event, index) => event.id !== visible[index]?.id);
  if (at < 0) return told.length === visible.length ? [] : [`missed the last ${visible.length - told.length} events`];
  const event = told[at]!;
  if (told.slice(0, at).some(({ id }) => id === event.id)) return [`was told of ${event.sequence} twice`];
  const expected = visible[at];
  if (expected === undefined) return [`was told of ${event.sequence}, which it may not see`];
  if (event.sequence > expected.sequence)
    return [`was told of ${event.sequence} and not before of ${expected.sequence}`];
  return [`was told of ${event.sequence} where ${expected.sequence} comes next`];
}
