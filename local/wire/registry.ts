/** The services behind the endpoint, each with its dialect and its model, and how a request finds one. */
import { AwsError } from '../kernel/aws-error.ts';
import type { AwsService } from '../kernel/aws-service.ts';
import { type Dialect, dialects } from './dialects.ts';
import type { RawService } from './raw-service.ts';
import { type FindRoute, restRoutes } from './rest-routes.ts';
import { modelOf, type OperationModel, type ServiceModel } from './sdk-model.ts';

/** A service and the client package whose model it is held to: `{ module: await import('@aws-sdk/client-ecs'), service }`. */
export interface WiredService {
  readonly module: object;
  readonly service: AwsService;
}

export interface Entry {
  readonly service: AwsService;
  readonly dialect: Dialect;
  readonly model: ServiceModel;
}

export interface Registry {
  readonly byName: ReadonlyMap<string, Entry>;
  readonly byTarget: ReadonlyMap<string, Entry>;
  readonly byVersion: ReadonlyMap<string, Entry>;
  readonly rawByTarget: ReadonlyMap<string, RawService>;
  readonly findRoute: FindRoute<Entry>;
}

/** Reads every model once. A service or an operation that no model describes is an error at the start. */
export function registryOf(services: readonly WiredService[], raw: readonly RawService[]): Registry {
  const entries = services.map(entryOf);
  const rest = entries.filter((entry) => entry.dialect.protocol === 'rest');
  return {
    byName: new Map(entries.map((entry) => [entry.service.name, entry])),
    byTarget: new Map(entries.flatMap((entry) => keyed(entry.dialect.target, entry))),
    byVersion: new Map(entries.flatMap((entry) => keyed(entry.dialect.query?.version, entry))),
    rawByTarget: new Map(raw.flatMap((service) => service.targets.map((target) => [target, service]))),
    findRoute: restRoutes(
      rest.flatMap((entry) => [...entry.model.operations.values()].map((operation) => [entry, operation])),
    ),
  };
}

/** The operation's model, or the error of a name that AWS does not know either. */
export function operationOf(entry: Entry, name: string): OperationModel {
  const operation = entry.model.operations.get(name);
  if (operation !== undefined) return operation;
  throw unknownOperation(`${entry.service.name} has no operation ${name}`);
}

/** AWS's error for an operation that it does not know, with a sentence that names it. */
export function unknownOperation(message: string, status = 400): AwsError {
  return new AwsError('UnknownOperationException', message, status);
}

function keyed(key: string | undefined, entry: Entry): [string, Entry][] {
  return key === undefined ? [] : [[key, entry]];
}

function entryOf({ module, service }: WiredService): Entry {
  const dialect = dialects[service.name];
  if (dialect === undefined) throw new Error(`local/wire/dialects.ts does not know the service ${service.name}`);
  const model = modelOf({ ...module });
  const strangers = Object.keys(service.operations).filter((name) => !model.operations.has(name));
  if (strangers.length > 0) throw new Error(`the SDK's model of ${service.name} has no ${strangers.join(', ')}`);
  return { service, dialect, model };
}
