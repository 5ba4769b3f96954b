import DataLoader from "dataloader";

/** How many batches of loaders have run, and for how many keys: for metrics. */
export class BatchCount {
  batches = 0;
  keys = 0;

  note(keys: number): void {
    this.batches += 1;
    this.keys += keys;
  }
}

interface Counted {
  readonly services: { readonly batches?: BatchCount };
}

/** A loader of one operation: what is asked for at once is read in one batch, which is counted. */
export function batched<Key, Value, CacheKey = Key>(
  { services }: Counted,
  load: DataLoader.BatchLoadFn<Key, Value>,
  options?: DataLoader.Options<Key, Value, CacheKey>,
): DataLoader<Key, Value, CacheKey> {
  return new DataLoader<Key, Value, CacheKey>((keys) => {
    services.batches?.note(keys.length);
    return load(keys);
  }, options);
}
