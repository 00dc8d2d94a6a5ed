/** Runs one operation: validation against the model, IAM, the emulated service, the check of its answer, the call log. */
import { AwsError } from '../kernel/aws-error.ts';
import type { Caller, Permission } from '../kernel/aws-service.ts';
import type { Clock } from '../kernel/clock.ts';
import { type CallDoor, Severed } from './call-door.ts';
import type { RecordedCall } from './call-log.ts';
import { checkOutput, ModelDefect } from './check-output.ts';
import type { RawAnswer, RawService } from './raw-service.ts';
import { readInput } from './read-input.ts';
import { redacted } from './redact.ts';
import { type Entry, unknownOperation } from './registry.ts';
import type { OperationModel } from './sdk-model.ts';

export interface Performing {
  readonly clock: Clock;
  /** Throws AccessDeniedException when the caller lacks one of the permissions. */
  readonly authorize: (caller: Caller, permissions: readonly Permission[]) => void;
  readonly onCall: (call: RecordedCall) => void;
  /** Hears of defects: answers that the model does not know, and faults of a service. */
  readonly log: (message: string) => void;
  /** Where faults strike this call, when some are set. */
  readonly door?: CallDoor | undefined;
}

/** Runs an operation on input that was parsed but not validated, and gives the checked answer. Throws only AwsError, and Severed at a door. */
export async function perform(
  { clock, authorize, onCall, log, door }: Performing,
  { service, dialect }: Entry,
  operation: OperationModel,
  parsed: unknown,
  caller: Caller,
): Promise<Readonly<Record<string, unknown>>> {
  const name = `${service.name} ${operation.name}`;
  const done = recorder(clock, onCall, service.name, operation.name, caller);
  const struck = door?.(service.name, operation.name, parsed);
  let shown: unknown;
  try {
    struck?.before();
    const handler = Object.hasOwn(service.operations, operation.name) ? service.operations[operation.name] : undefined;
    if (handler === undefined) throw unknownOperation(`the local AWS does not support ${name}`);
    const input = readInput(operation.input, parsed, dialect.invalid);
    shown = redacted(operation.input, input);
    authorize(caller, handler.permissions(validated(input)));
    const answer = checkOutput(operation.output, await handler.run(validated(input), { caller }));
    done(shown, undefined);
    return answer;
  } catch (error) {
    const fault = asAwsError(error, name, log);
    done(shown, fault);
    throw fault;
  } finally {
    struck?.after();
  }
}

/** Checks IAM for a request to a raw service and passes its bytes on. */
export async function forward(
  { clock, authorize, onCall, log, door }: Performing,
  service: RawService,
  target: string,
  body: Uint8Array,
  input: unknown,
  caller: Caller,
): Promise<RawAnswer> {
  const operation = target.slice(target.lastIndexOf('.') + 1);
  const done = recorder(clock, onCall, service.name, operation, caller);
  const struck = door?.(service.name, operation, input);
  const shown = scalarsOf(input);
  try {
    struck?.before();
    authorize(caller, service.permissions(operation, input));
    const answer = await service.forward(target, body);
    done(
      input,
      answer.status < 400 ? undefined : new AwsError(`HTTP ${answer.status}`, Buffer.from(answer.body).toString()),
    );
    return answer;
  } catch (error) {
    const fault = asAwsError(error, `${service.name} ${operation}`, log);
    done(shown, fault);
    throw fault;
  } finally {
    struck?.after();
  }
}

/** Names and settings of a request to a raw service, without its items: no model says which of those are secret. */
function scalarsOf(input: unknown): unknown {
  if (typeof input !== 'object' || input === null) return undefined;
  return Object.fromEntries(Object.entries(input).filter(([, value]) => typeof value !== 'object'));
}

function recorder(
  clock: Clock,
  onCall: (call: RecordedCall) => void,
  service: string,
  operation: string,
  caller: Caller,
) {
  const at = clock.now();
  return (input: unknown, fault: AwsError | undefined): void => {
    const error = fault === undefined ? undefined : { code: fault.name, message: fault.message };
    onCall({ service, operation, caller, input, at, durationMs: clock.now() - at, error });
  };
}

function asAwsError(error: unknown, name: string, log: (message: string) => void): AwsError {
  if (error instanceof Severed) throw error;
  if (error instanceof AwsError) return error;
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  log(`DEFECT in ${name}: ${detail}`);
  const message =
    error instanceof ModelDefect ? error.message : `${name} failed inside the local AWS; its log says why`;
  return new AwsError('InternalFailure', message, 500);
}

/** Each operation names its own SDK types; the model has just vouched that the input is of them. */
function validated(input: Readonly<Record<string, unknown>>): never {
  return input as never;
}
