/** Ports whose methods all answer later anyway. */
type Asynchronous<Port> = { readonly [Method in keyof Port]: (...given: never[]) => Promise<unknown> };

/**
 * A port whose adapter, with the SDK client that it needs, is loaded at its first call: a function starts with what it uses and not with all
 * that it might. `now` has the methods that answer at once, and so cannot wait for it.
 */
export function later<Port extends object, AtOnce extends keyof Port = never>(
  load: () => Promise<Asynchronous<Omit<Port, AtOnce>>>,
  now: Pick<Port, AtOnce>,
): Port {
  let loading: Promise<object> | undefined;
  const call = async (name: string, given: readonly unknown[]): Promise<unknown> => {
    loading ??= load();
    const adapter = await loading;
    return Reflect.apply(Reflect.get(adapter, name), adapter, given);
  };
  return new Proxy(now, {
    get(target, name) {
      // Not a port's method, but asked of everything that is awaited.
      if (typeof name === 'symbol' || name === 'then') return undefined;
      return Reflect.get(target, name) ?? ((...given: readonly unknown[]) => call(name, given));
    },
  }) as Port;
}
