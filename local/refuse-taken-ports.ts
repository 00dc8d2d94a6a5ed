import { createServer } from 'node:net';
import { PORT_VARIABLES, type Settings } from './settings.ts';

/** Throws, naming port and variable, when something else listens on one of the ports: before anything is started, so that nothing is left. */
export async function refuseTakenPorts(ports: Settings['ports']): Promise<void> {
  for (const part of ['aws', 'api', 'registry'] as const) {
    const why = await whyNot(ports[part]);
    if (why !== undefined)
      throw new Error(
        `port ${ports[part]} ${why}. Stop what listens there, or set ${PORT_VARIABLES[part]} to a free port. Nothing was started.`,
      );
  }
}

/** `undefined`: the port can be had. */
async function whyNot(port: number): Promise<string | undefined> {
  const server = createServer();
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      resolve(error.code === 'EADDRINUSE' ? 'is taken' : `cannot be used (${error.message})`),
    );
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(undefined)));
  });
}
