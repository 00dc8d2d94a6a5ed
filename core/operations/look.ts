import type { Seen } from '../domain/seen.ts';

/** Looks at something. That it cannot be looked at is an answer too: who checks everything must not end at the first fault. */
export async function look<Thing>(read: () => Promise<Thing>): Promise<Seen<Thing>> {
  try {
    return { seen: await read() };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { unseen: error.message || error.name, denied: error.name.startsWith('AccessDenied') };
  }
}

/** Looks at several things of one kind, side by side: what was seen, by name. */
export async function lookAtEach<Thing>(
  names: Iterable<string>,
  read: (name: string) => Promise<Thing>,
): Promise<Readonly<Record<string, Seen<Thing>>>> {
  const looks = [...new Set(names)].map(async (name) => [name, await look(() => read(name))] as const);
  return Object.fromEntries(await Promise.all(looks));
}
