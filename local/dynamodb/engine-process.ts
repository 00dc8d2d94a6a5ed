import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Engine } from './engine-choice.ts';
import { type EngineAnswer, engineClient, type SendToEngine } from './engine-client.ts';
import { endStaleEngine } from './stale-engine.ts';

/** A DynamoDB engine that answers. */
export interface RunningEngine {
  readonly send: SendToEngine;
  /** Of the program that was started; `undefined` for an engine that was there. */
  readonly pid: number | undefined;
  stop(): Promise<void>;
}

/** Java takes a few seconds to start. Real milliseconds. */
const LONGEST_START = 30_000;

/** An engine that dies this often before it has lived for a minute is broken. */
const MOST_DEATHS = 5;

/** Starts an engine with its data in `folder`, and starts it again when it dies. `onProblem` hears of every death. */
export async function startEngine(
  engine: Engine,
  folder: string,
  onProblem: (message: string) => void,
): Promise<RunningEngine> {
  if (engine.kind === 'endpoint') {
    const client = engineClient(engine.url);
    await untilItAnswers(
      client.send,
      () => undefined,
      `the DynamoDB engine at ${engine.url} (BELAY_DYNAMODB_ENDPOINT)`,
    );
    return { send: client.send, pid: undefined, stop: async () => client.close() };
  }
  mkdirSync(folder, { recursive: true });
  const pidFile = join(folder, 'engine.pid');
  await endStaleEngine(pidFile, engine.command, folder);
  const port = await freePort();
  const client = engineClient(`http://127.0.0.1:${port}`);
  let stopping = false;
  let deaths = 0;
  let child: ChildProcess;
  let failed: string | undefined;
  let ready: Promise<void>;

  const launch = (): void => {
    const output: string[] = [];
    let gone: string | undefined;
    const begun = performance.now();
    const started = spawn(engine.command, [...engine.arguments(port, folder)], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { PATH: process.env.PATH },
    });
    child = started;
    const keep = (chunk: Buffer): void => {
      output.push(chunk.toString('utf8'));
      output.splice(0, output.length - 20);
    };
    started.stdout.on('data', keep);
    started.stderr.on('data', keep);
    started.on('error', (error) => {
      gone = error.message;
    });
    started.on('close', (code, signal) => {
      gone ??= `it ended with ${signal ?? `exit code ${code}`}: ${output.join('').trim()}`;
      if (stopping) return;
      deaths = performance.now() - begun > 60_000 ? 1 : deaths + 1;
      if (deaths >= MOST_DEATHS) {
        failed = `${engine.command} died ${deaths} times in a row, and was given up (${gone}). Stop, and start with --reset if its data in ${folder} is damaged.`;
        onProblem(failed);
      } else {
        onProblem(`${engine.command} is started again: ${gone}`);
        launch();
      }
    });
    if (started.pid !== undefined) writeFileSync(pidFile, String(started.pid));
    ready = untilItAnswers(client.send, () => gone, engine.command);
    ready.catch(() => {});
  };
  launch();
  const pid = (): number | undefined => child.pid;
  try {
    await untilReady();
  } catch (error) {
    await stop();
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`${why} Its data is in ${folder}: start with --reset if that is damaged.`);
  }

  async function untilReady(): Promise<void> {
    for (let waitedFor: Promise<void> | undefined; waitedFor !== ready; ) {
      waitedFor = ready;
      await waitedFor;
    }
  }

  async function send(target: string, body: string): Promise<EngineAnswer> {
    if (failed !== undefined) throw new Error(failed);
    await ready;
    return await client.send(target, body);
  }

  async function stop(): Promise<void> {
    stopping = true;
    const ended = child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
    if (!ended) {
      const closed = new Promise((resolve) => child.once('close', resolve));
      child.kill('SIGTERM');
      const impatience = setTimeout(() => child.kill('SIGKILL'), 2000);
      await closed;
      clearTimeout(impatience);
    }
    client.close();
    rmSync(pidFile, { force: true });
  }

  return {
    send,
    get pid() {
      return pid();
    },
    stop,
  };
}

async function untilItAnswers(send: SendToEngine, gone: () => string | undefined, name: string): Promise<void> {
  for (const end = performance.now() + LONGEST_START; performance.now() < end; ) {
    const why = gone();
    if (why !== undefined) throw new Error(`${name} cannot run: ${why}`);
    try {
      const answer = await send('DynamoDB_20120810.ListTables', '{"Limit":1}');
      if (answer.status === 200) return;
    } catch {
      // It does not listen yet.
    }
    await wait(15);
  }
  throw new Error(`${name} does not answer. Is it a DynamoDB engine, and does it run?`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('this machine gave no free port');
  return address.port;
}
