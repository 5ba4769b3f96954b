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
  readonly cursor: string;
  /** The entry's place in the ledger. */
  readonly sequence: number;
  /** What the event is about. */
  readonly subjectId: string;
}

/** A reader's side of a history. */
export interface ReaderHistory {
  readonly name: string;
  /** What it was told across all its connections. */
  readonly told: readonly Sighting[];
  /** What it may see of the same span, as someone is told who comes when all is quiet. */
  readonly visible: readonly Sighting[];
  /** Whether it may see everything, so that no place in the ledger may be missing. */
  readonly everything: boolean;
  /** Subjects that it must have been told of, by what writers were told and not by what the graph says. */
  readonly mustKnow: readonly string[];
}

/** What clients did and saw, and what the graph says when all is quiet. */
export interface History {
  readonly writes: readonly Write[];
  readonly readers: readonly ReaderHistory[];
  /** The applications that the ledger tells of, with the types of their changes in its order. */
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
    ...[...applications].flatMap(([id, types]) => problemsOfOrder(id, types)),
    ...readers.flatMap((reader) => problemsOfReader(reader).map((what) => `${reader.name} ${what}`)),
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

function problemsOfOrder(id: string, types: readonly string[]): string[] {
  const [submitted, withdrawn] = [types.indexOf(typeOf.submit), types.indexOf(typeOf.withdraw)];
  return withdrawn >= 0 && withdrawn < submitted ? [`${id} was withdrawn before it was submitted`] : [];
}

function problemsOfReader({ told, visible, everything, mustKnow }: ReaderHistory): string[] {
  const known = new Set(told.map(({ subjectId }) => subjectId));
  return [
    ...problemsOfSequence(told, visible),
    ...(visible.length === 0 ? ["may see nothing at all"] : []),
    ...(everything && visible.some(({ sequence }, index) => sequence !== index + 1)
      ? ["is shown a ledger with a gap"]
      : []),
    ...mustKnow.filter((id) => !known.has(id)).map((id) => `was never told of ${id}`),
  ];
}

function problemsOfSequence(told: readonly Sighting[], visible: readonly Sighting[]): string[] {
  const at = told.findIndex((event, index) => event.cursor !== visible[index]?.cursor);
  if (at < 0) return told.length === visible.length ? [] : [`missed the last ${visible.length - told.length} events`];
  const event = told[at]!;
  const words = `${event.sequence} (${event.subjectId})`;
  if (told.slice(0, at).some(({ cursor }) => cursor === event.cursor)) return [`was told of ${words} twice`];
  const expected = visible[at];
  if (expected === undefined) return [`was told of ${words}, which it may not see`];
  return [`was told of ${words} where ${expected.sequence} (${expected.subjectId}) comes next`];
}
