/** Runs a recorded execution again: our interpreter, and AWS's own answers for its tasks. */
import { stateFilesInMemory } from '../../kernel/state-files.ts';
import { VirtualClock } from '../../kernel/virtual-clock.ts';
import { jsonataFunctions } from '../asl/functions.ts';
import type { ExecutionRecord } from '../execution-record.ts';
import { ExecutionStore } from '../execution-store.ts';
import { Executions } from '../executions.ts';
import { isObject, type Json, parseJson } from '../json.ts';
import { Machines } from '../machines.ts';
import { StateFailure } from '../run/failures.ts';
import type { Integrations, TaskRequest } from '../run/integrations.ts';
import { OpenTasks } from '../run/open-tasks.ts';
import { failed, type TaskOutcome } from '../run/task-outcome.ts';
import { likeRecorded } from './like-recorded.ts';
import type { RecordedCase, RecordedTask } from './recorded-case.ts';

/** Gives the execution at its end. Throws when it asks for something else than it did on AWS, or does not end. */
export async function replay(recorded: RecordedCase): Promise<ExecutionRecord> {
  const clock = new VirtualClock();
  const files = stateFilesInMemory();
  const store = new ExecutionStore(files);
  const machines = new Machines(clock, files, { refuses: () => undefined, itemReaders: true });
  const executions = new Executions({
    machinery: {
      clock,
      random: () => 0.5,
      functions: jsonataFunctions(clock, () => 0.5),
      integrations: recordedIntegrations(recorded.tasks ?? []),
      openTasks: new OpenTasks((arn) => store.has(arn)),
    },
    machines,
    store,
    emit: () => {},
    historyLimit: 25_000,
  });
  const definition = JSON.stringify(withResources(recorded.definition, recorded.tasks ?? []));
  const machine = machines.put(
    { name: 'recorded', roleArn: 'arn:aws:iam::000000000000:role/recorded', definition },
    () => {},
  );
  const { arn } = executions.start({ machine, name: 'recorded', input: JSON.stringify(recorded.input) });
  await clock.advance(24 * 3600 * 1000);
  const record = executions.find(arn);
  if (record.status === 'RUNNING') throw new Error('it did not end within a day');
  return record;
}

function recordedIntegrations(tasks: readonly RecordedTask[]): Integrations {
  const left = [...tasks];
  const results = new Map<string, TaskOutcome>();
  return {
    async request(request) {
      const task = left.shift();
      if (task === undefined) throw new Error(`it made a request that it did not make on AWS: ${request.resource.arn}`);
      requireSame(task, request);
      const outcome = outcomeOf(task);
      if (request.resource.pattern === 'sync') {
        results.set(request.id, outcome);
        return { output: {}, job: request.id };
      }
      if (outcome.kind === 'succeeded') return { output: outcome.output };
      throw outcome.kind === 'failed'
        ? new StateFailure(outcome.error, outcome.cause)
        : new StateFailure('States.Timeout', undefined);
    },
    watch(job, _, over) {
      const outcome = results.get(job);
      if (outcome !== undefined) over(outcome);
      return () => {};
    },
    abandon() {},
    async readItems(_, argument) {
      const key = isObject(argument) ? argument.Key : undefined;
      const items = typeof key === 'string' ? FILES[key] : undefined;
      if (items === undefined) throw new Error(`no file is known under ${JSON.stringify(argument)}`);
      return items;
    },
  };
}

/** Files that the recorded tests put into their bucket. The recordings name them and do not hold them. */
const FILES: Readonly<Record<string, readonly Json[]>> = {
  'file.json': [
    { verdict: 'true', statement_date: '6/11/2008', statement_source: 'speech' },
    { verdict: 'false', statement_date: '6/7/2022', statement_source: 'television' },
    { verdict: 'mostly-true', statement_date: '5/18/2016', statement_source: 'news' },
  ],
};

function requireSame({ scheduled }: RecordedTask, { resource, arguments: argument }: TaskRequest): void {
  const parameters = scheduled.parameters ?? scheduled.input ?? null;
  if (!likeRecorded(parameters, argument)) {
    throw new Error(`it sent ${JSON.stringify(argument)} and not, as on AWS, ${JSON.stringify(parameters)}`);
  }
  if (resource.kind === 'function') return;
  if (resource.action !== scheduled.resource || resource.type !== scheduled.resourceType) {
    throw new Error(
      `it called ${resource.type}:${resource.action} and not ${scheduled.resourceType}:${scheduled.resource}`,
    );
  }
}

function outcomeOf({ result }: RecordedTask): TaskOutcome {
  if (result.kind.endsWith('Succeeded')) {
    const output = typeof result.output === 'string' ? parseJson(result.output) : (result.output ?? null);
    return { kind: 'succeeded', output };
  }
  const cause = typeof result.cause === 'string' ? result.cause : JSON.stringify(result.cause);
  return failed({ error: result.error, cause });
}

/** Some definitions lost the ARN of their function; the recorded requests have it. */
function withResources(definition: Json, tasks: readonly RecordedTask[]): Json {
  if (Array.isArray(definition)) return definition.map((item: Json) => withResources(item, tasks));
  if (!isObject(definition)) return definition;
  return Object.fromEntries(
    Object.entries(definition).map(([name, value]) => {
      if (name !== 'Resource' || value !== '<mock>') return [name, withResources(value, tasks)];
      const resource = tasks[0]?.scheduled.resource ?? '';
      return [name, resource.replace('<partition>', 'aws').replace('<region>', 'us-east-1')];
    }),
  );
}
