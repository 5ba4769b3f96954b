/** A module of the built Countersign: `npm run build` in the folder above makes it. */
export const built = <Module>(path: string): Promise<Module> =>
  import(new URL(`../../dist/src/${path}.js`, import.meta.url).href) as Promise<Module>;
