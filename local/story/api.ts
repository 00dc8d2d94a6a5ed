/** The HTTPS API as the story uses it, over HTTP like anybody else. */
export interface Api {
  get<Answer>(path: string): Promise<Answer>;
  put(path: string, body: unknown): Promise<void>;
  post(path: string, body: unknown): Promise<void>;
}

export function apiAt(base: string): Api {
  async function ask(path: string, init?: RequestInit): Promise<unknown> {
    const answer = await fetch(`${base}/v1${path}`, init);
    const body: unknown = await answer.json();
    if (!answer.ok)
      throw new Error(`${init?.method ?? 'GET'} ${path} answered ${answer.status}: ${JSON.stringify(body)}`);
    return body;
  }
  async function send(method: string, path: string, body: unknown): Promise<void> {
    await ask(path, { method, body: JSON.stringify(body), headers: { 'content-type': 'application/json' } });
  }
  return {
    get: async <Answer>(path: string) => (await ask(path)) as Answer,
    put: (path, body) => send('PUT', path, body),
    post: (path, body) => send('POST', path, body),
  };
}

/** What the story reads of a deployment. */
export interface Deployment {
  readonly id: string;
  readonly status: string;
  readonly verdict?: string;
  readonly because?: string;
  readonly log: readonly { readonly seq: number; readonly text: string }[];
}

/** What the story reads of `why`. */
export interface Why {
  readonly because: string;
  readonly decisions: readonly {
    readonly tag: string;
    readonly outcome: string;
    readonly because: string;
    readonly deployment?: string;
  }[];
}

/** Milliseconds of real time between two looks of somebody who watches. */
const LOOK = 200;

/** Looks until there is something to see. Throws with `what` when nothing came within `seconds` of real time. */
export async function until<Thing>(
  what: string,
  seconds: number,
  look: () => Promise<Thing | undefined>,
): Promise<Thing> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const thing = await look();
    if (thing !== undefined) return thing;
    if (performance.now() > end) throw new Error(`waited ${seconds} s for ${what}, and it did not come`);
    await new Promise((resolve) => setTimeout(resolve, LOOK));
  }
}
