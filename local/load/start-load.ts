import { Agent, get, type IncomingMessage } from 'node:http';
import { type LoadAnswer, type LoadReport, LoadTally } from './load-report.ts';

/** Requests that wait for an answer at the same time, at most. */
const MOST_OPEN = 128;

/** A request without an answer after this is a failure; longer than the 60 s after which a load balancer gives up. */
const PATIENCE = 70_000;

/** Requests are sent in bunches at this distance when there are more of them than timers are exact. */
const SHORTEST_PAUSE = 5;

export interface Load {
  /** Sends no more, waits for the answers that are due, and gives the report. */
  stop(): Promise<LoadReport>;
  /** Sends nothing until `resume`; no timer runs. */
  pause(): void;
  resume(): void;
  report(): LoadReport;
}

/** Sends `perSecond` GET requests a second, in real time, evenly, over connections that stay open. */
export function startLoad(options: { url: string; perSecond: number; onAnswer?: (answer: LoadAnswer) => void }): Load {
  const { url, perSecond, onAnswer } = options;
  const agent = new Agent({ keepAlive: true, maxSockets: MOST_OPEN });
  const tally = new LoadTally();
  const pause = Math.max(SHORTEST_PAUSE, 1000 / perSecond);
  let timer: NodeJS.Timeout | undefined;
  let open = 0;
  let nobodyWaits: (() => void) | undefined;

  const over = (): void => {
    open -= 1;
    if (open === 0) nobodyWaits?.();
  };
  const send = (): void => {
    open += 1;
    tally.sent();
    let settled = false;
    const fail = (reason: string): void => {
      if (settled) return;
      settled = true;
      tally.failed(performance.now(), reason);
      over();
    };
    const request = get(url, { agent }, (response) => {
      response.on('error', (error) => fail(reasonOf(error)));
      response.on('end', () => {
        if (settled) return;
        settled = true;
        const answer = { at: performance.now(), status: response.statusCode ?? 0, version: versionOf(response) };
        tally.answered(answer);
        onAnswer?.(answer);
        over();
      });
      response.resume();
    });
    request.setTimeout(PATIENCE, () => request.destroy(new Error(`no answer within ${PATIENCE / 1000} s`)));
    request.on('error', (error) => fail(reasonOf(error)));
  };
  const run = (): void => {
    const began = performance.now();
    let done = 0;
    timer = setInterval(() => {
      const due = Math.floor(((performance.now() - began) * perSecond) / 1000) - done;
      done += due;
      const possible = Math.min(due, MOST_OPEN - open);
      for (let count = 0; count < possible; count += 1) send();
      tally.skipped(due - possible);
    }, pause);
  };
  const rest = (): void => {
    clearInterval(timer);
    timer = undefined;
  };

  run();
  return {
    async stop() {
      rest();
      if (open > 0) {
        await new Promise<void>((resolve) => {
          nobodyWaits = resolve;
        });
      }
      agent.destroy();
      return tally.report();
    },
    pause: rest,
    resume() {
      if (timer === undefined) run();
    },
    report: () => tally.report(),
  };
}

function versionOf(response: IncomingMessage): string | undefined {
  const version = response.headers['x-version'];
  return typeof version === 'string' ? version : undefined;
}

function reasonOf(error: Error): string {
  return 'code' in error ? `${error.message} (${String(error.code)})` : error.message;
}
