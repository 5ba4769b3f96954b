/** What each action makes of each state: a state without actions is terminal, an action that a state lacks is refused. */
export type Lifecycle<S extends string, A extends string> = Readonly<Record<S, Readonly<Partial<Record<A, S>>>>>;

/** Why a step was refused: the state it was tried from, what was tried, and what that state allows. */
export interface BlockedStep<S extends string, A extends string> {
  readonly from: S;
  readonly attempted: A;
  readonly allowed: A[];
}

/** Either where an action leads, or why it is refused; one of the two is set. */
export type Step<S extends string, A extends string> =
  | { readonly to: S; readonly blocked?: undefined }
  | { readonly to?: undefined; readonly blocked: BlockedStep<S, A> };

/** Where `action` leads from `from`, or why it can't be taken there. */
export function step<S extends string, A extends string>(lifecycle: Lifecycle<S, A>, from: S, action: A): Step<S, A> {
  const to = lifecycle[from][action];
  if (to !== undefined) return { to };
  return { blocked: { from, attempted: action, allowed: allowedActions(lifecycle, from) } };
}

/** The actions that `from` allows, in the table's order. */
function allowedActions<S extends string, A extends string>(lifecycle: Lifecycle<S, A>, from: S): A[] {
  return Object.keys(lifecycle[from]) as A[];
}

/** Every state that some sequence of actions leads to from `start`, `start` included. */
export function reachableFrom<S extends string, A extends string>(lifecycle: Lifecycle<S, A>, start: S): Set<S> {
  const reached = new Set<S>([start]);
  for (const state of reached) {
    for (const next of Object.values<S | undefined>(lifecycle[state])) {
      if (next !== undefined) reached.add(next);
    }
  }
  return reached;
}

/** The states that no action leaves. */
export function terminalStates<S extends string, A extends string>(lifecycle: Lifecycle<S, A>): S[] {
  return (Object.keys(lifecycle) as S[]).filter((state) => allowedActions(lifecycle, state).length === 0);
}
