import type { Client } from './client.ts';
import { EXIT, Failure } from './exit-code.ts';

/**
 * A client that asks before the first thing it writes. What is typed wrong is told before, and nobody says yes to what cannot be.
 * Anything but yes ends the command.
 */
export function askFirst(client: Client, ask: () => Promise<boolean>): Client {
  let asked: Promise<boolean> | undefined;
  const sure = async (): Promise<void> => {
    asked ??= ask();
    if (!(await asked)) throw new Failure(EXIT.cancelled, 'nothing was done');
  };
  return {
    ...client,
    put: async (path, body) => {
      await sure();
      return client.put(path, body);
    },
    post: async (path, body) => {
      await sure();
      return client.post(path, body);
    },
    remove: async (path, query) => {
      await sure();
      return client.remove(path, query);
    },
  };
}
