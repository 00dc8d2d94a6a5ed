/** The thread in which one function runs: it loads the bundle, then answers one event at a time. */
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { importFromBundleOnly } from './bundle-only.ts';
import { functionError, importError } from './function-error.ts';
import { realNow, shiftDate } from './shifted-date.ts';
import { type FromWorker, LONGEST_ANSWER, type Run, type WorkerStart } from './worker-messages.ts';

type Handler = (event: unknown, context: object) => unknown;

const start: WorkerStart = workerData;
const setClock = shiftDate(start.clock);
importFromBundleOnly(start.folder);

process.on('unhandledRejection', (reason) => {
  const error = functionError(reason);
  const errorMessage = reason instanceof Error ? `${error.errorType}: ${error.errorMessage}` : error.errorMessage;
  die({ kind: 'threw', error: { ...error, errorType: 'Runtime.UnhandledPromiseRejection', errorMessage } });
});
process.on('uncaughtException', (error) => die({ kind: 'threw', error: functionError(error) }));

const loaded = await load();
if (typeof loaded === 'function') {
  parentPort?.on('message', (run: Run) => void answer(loaded, run));
  tell({ kind: 'ready' });
} else {
  tell(loaded);
}

async function load(): Promise<Handler | FromWorker> {
  const dot = start.handler.lastIndexOf('.');
  const name = start.handler.slice(dot + 1);
  try {
    const url = pathToFileURL(`${start.folder}/${start.handler.slice(0, dot)}.mjs`).href;
    const module: Record<string, unknown> = await import(url);
    const handler = module[name];
    if (!isHandler(handler)) {
      const errorMessage = `${start.handler} is undefined or not exported`;
      return { kind: 'failed', error: { errorType: 'Runtime.HandlerNotFound', errorMessage, trace: [] } };
    }
    if (handler.length >= 3) {
      const errorMessage = `Callback-based function handlers are gone since Node.js 24: ${start.handler} must return its answer or a promise of it.`;
      return { kind: 'failed', error: { errorType: 'Runtime.CallbackHandlerDeprecated', errorMessage, trace: [] } };
    }
    return handler;
  } catch (error) {
    return { kind: 'failed', error: importError(error) };
  }
}

async function answer(handler: Handler, run: Run): Promise<void> {
  setClock(run.clock);
  process.env._X_AMZN_TRACE_ID = run.traceId;
  const deadline = realNow() + run.timeoutMs;
  const context = {
    callbackWaitsForEmptyEventLoop: true,
    functionName: run.functionName,
    functionVersion: run.functionVersion,
    invokedFunctionArn: run.functionArn,
    memoryLimitInMB: String(run.memoryMb),
    awsRequestId: run.requestId,
    logGroupName: run.logGroup,
    logStreamName: run.logStream,
    getRemainingTimeInMillis: () => Math.max(0, deadline - realNow()),
  };
  const said = await outcome(handler, JSON.parse(run.payload), context);
  await flush();
  tell(said);
}

async function outcome(handler: Handler, event: unknown, context: object): Promise<FromWorker> {
  let answered: unknown;
  try {
    answered = await handler(event, context);
  } catch (error) {
    return { kind: 'threw', error: functionError(error) };
  }
  let payload: string;
  try {
    payload = JSON.stringify(answered === undefined ? null : answered) ?? 'null';
  } catch {
    const errorMessage = 'Unable to stringify response body';
    return { kind: 'threw', error: { errorType: 'Runtime.MarshalError', errorMessage, trace: [] } };
  }
  if (Buffer.byteLength(payload) <= LONGEST_ANSWER) return { kind: 'done', payload };
  const errorMessage = `Response payload size exceeded maximum allowed payload size (${LONGEST_ANSWER} bytes).`;
  return { kind: 'threw', error: { errorType: 'Function.ResponseSizeTooLarge', errorMessage } };
}

/** A function's lines must be with the host before its answer is. */
async function flush(): Promise<void> {
  await new Promise((done) => process.stdout.write('', done));
  await new Promise((done) => process.stderr.write('', done));
}

function tell(message: FromWorker): void {
  parentPort?.postMessage(message);
}

function die(message: FromWorker): void {
  tell(message);
  process.exit(1);
}

function isHandler(value: unknown): value is Handler {
  return typeof value === 'function';
}
