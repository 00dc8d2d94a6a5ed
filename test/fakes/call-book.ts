/** Runs before a call goes through; what it throws is what the caller gets. */
type Interference = () => unknown;

/** Every call that the core made through its ports, as `ecs.update`; and the place where a test makes calls fail. */
export class CallBook {
  readonly calls: string[] = [];
  readonly #before = new Map<string, { times: number; run: Interference }[]>();
  readonly #after = new Map<string, { times: number; run: Interference }[]>();

  /** The next `times` calls of this name fail with an error of that name, and do nothing. */
  fail(call: string, error: string, times = 1): void {
    this.before(
      call,
      () => {
        throw Object.assign(new Error(`${call} is scripted to fail`), { name: error });
      },
      times,
    );
  }

  /** Something else happens right before a call goes through. */
  before(call: string, run: Interference, times = 1): void {
    this.#before.set(call, [...(this.#before.get(call) ?? []), { times, run }]);
  }

  /** Something else happens when a call has gone through, before its caller knows. */
  after(call: string, run: Interference, times = 1): void {
    this.#after.set(call, [...(this.#after.get(call) ?? []), { times, run }]);
  }

  /** How often something was called, or all of a port when the name ends with a dot. */
  count(name: string): number {
    return this.calls.filter((call) => (name.endsWith('.') ? call.startsWith(name) : call === name)).length;
  }

  /** The same port, with every call of it in this book. */
  keep<Port extends object>(name: string, port: Port): Port {
    return new Proxy(port, {
      get: (target, key) => {
        const method: unknown = Reflect.get(target, key);
        if (typeof method !== 'function') return method;
        const call = `${name}.${String(key)}`;
        // The time, chance and settings are values, not answers: only they are asked without waiting.
        if (name === 'clock' || name === 'dice' || name === 'stack') return method.bind(target);
        return async (...given: unknown[]) => {
          this.calls.push(call);
          await interfere(this.#before, call);
          const answer: unknown = await Reflect.apply(method, target, given);
          await interfere(this.#after, call);
          return answer;
        };
      },
    });
  }
}

async function interfere(book: Map<string, { times: number; run: Interference }[]>, call: string): Promise<void> {
  const next = book.get(call)?.find(({ times }) => times > 0);
  if (next === undefined) return;
  next.times--;
  await next.run();
}
