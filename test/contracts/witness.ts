import { expect, test } from 'vitest';
import type { Ports } from '../../core/ports.ts';

type Side = 'fake' | 'adapter';
type PortName = keyof Ports & string;

/** Sees which methods of the named ports the contracts of a file call, on the fakes and on the AWS adapters. */
export class Witness<Name extends PortName> {
  readonly #names: readonly Name[];
  readonly #called = { fake: new Set<string>(), adapter: new Set<string>() };
  /** Adapters are plain objects with the methods of their port and no others. */
  readonly #methods = new Map<Name, readonly string[]>();

  constructor(...names: readonly Name[]) {
    this.#names = names;
  }

  fakes<Given extends Pick<Ports, Name>>(ports: Given): Given {
    return this.#watched('fake', ports);
  }

  adapters<Given extends Pick<Ports, Name>>(ports: Given): Given {
    for (const name of this.#names) this.#methods.set(name, Object.keys(ports[name]));
    return this.#watched('adapter', ports);
  }

  /** To be called when all contracts of the file are there: a method that none of them calls has no contract. */
  testifies(): void {
    test.each(this.#names)('every method of the port %s is held by a contract, on the fake and on AWS', (name) => {
      const methods = this.#methods.get(name)?.map((method) => `${name}.${method}`) ?? [];
      expect(methods.length).toBeGreaterThan(0);
      for (const side of ['fake', 'adapter'] as const)
        expect({ side, without: methods.filter((method) => !this.#called[side].has(method)) }).toEqual({
          side,
          without: [],
        });
    });
  }

  #watched<Given extends Pick<Ports, Name>>(side: Side, ports: Given): Given {
    const watched = this.#names.map((name) => [name, this.#seen(side, name, ports[name])]);
    return { ...ports, ...Object.fromEntries(watched) };
  }

  #seen<Port extends object>(side: Side, name: Name, port: Port): Port {
    return new Proxy(port, {
      get: (target, key) => {
        const method: unknown = Reflect.get(target, key);
        if (typeof method !== 'function') return method;
        return (...given: unknown[]) => {
          this.#called[side].add(`${name}.${String(key)}`);
          return Reflect.apply(method, target, given);
        };
      },
    });
  }
}
