import type { Bindings } from '../asl/expression.ts';
import type { Json } from '../json.ts';
import type { MapItem, Track } from './track.ts';

/** What `$states` holds beside `input` and `context`. */
export interface StatesExtras {
  readonly result?: Json;
  readonly errorOutput?: Json;
}

/** What an expression of the current state sees. `context`: left out for those that do not look at it. */
export function bindings(track: Track, extras: StatesExtras, context: Json | undefined): Bindings {
  const { position, parts } = track;
  return {
    ...parts.machinery.functions,
    ...position.variables,
    states: { input: position.input, ...extras, ...(context === undefined ? {} : { context }) },
  };
}

/** The context object, as far as the local Step Functions fills it. */
export function contextObject(track: Track, item: MapItem | undefined): Json {
  const { facts } = track.parts;
  const { position } = track;
  const inMap = item ?? track.parts.item;
  const { token } = position;
  return {
    Execution: {
      Id: facts.arn,
      Input: facts.input,
      Name: facts.name,
      RoleArn: facts.roleArn,
      StartTime: new Date(facts.startDate).toISOString(),
      RedriveCount: 0,
    },
    StateMachine: { Id: facts.machineArn, Name: facts.machineName },
    State: {
      Name: position.state,
      EnteredTime: new Date(position.entered?.at ?? facts.startDate).toISOString(),
      RetryCount: position.retries.reduce((sum, count) => sum + count, 0),
    },
    ...(token === undefined ? {} : { Task: { Token: token } }),
    ...(inMap === undefined ? {} : { Map: { Item: { Index: inMap.Index, Value: inMap.Value } } }),
  };
}
