import { expect, test } from 'vitest';
import { later } from '../../functions/later.ts';

interface Greeter {
  name(): string;
  greet(whom: string): Promise<string>;
}

function aGreeter() {
  const loads: string[] = [];
  const greeter = later<Greeter, 'name'>(
    async () => {
      loads.push('loaded');
      return { greet: async (whom: string) => `hello ${whom}` };
    },
    { name: () => 'greeter' },
  );
  return { greeter, loads };
}

test('an adapter is loaded at its first call, and once', async () => {
  const { greeter, loads } = aGreeter();
  expect(greeter.name()).toBe('greeter');
  expect(loads).toEqual([]);
  expect(await Promise.all([greeter.greet('ann'), greeter.greet('bob')])).toEqual(['hello ann', 'hello bob']);
  expect(loads).toEqual(['loaded']);
});

test('a port can be handed through what is awaited', async () => {
  const { greeter } = aGreeter();
  expect(await Promise.resolve(greeter).then((port) => port.greet('ann'))).toBe('hello ann');
});

test('an adapter that cannot be loaded is an error of the call', async () => {
  const broken = later<Pick<Greeter, 'greet'>>(() => Promise.reject(new Error('no such file')), {});
  await expect(broken.greet('ann')).rejects.toThrow('no such file');
});
