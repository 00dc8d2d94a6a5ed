import { uuid } from '../asl/functions.ts';
import type { ItemReader, MapState } from '../asl/machine.ts';
import { isList, type Json } from '../json.ts';
import { type Branch, runBranches } from './branches.ts';
import { evaluate, evaluateWhole, evaluationFailure, wrongType } from './evaluate.ts';
import { StateFailure } from './failures.ts';
import type { MapItem, Track } from './track.ts';

/** What an inline Map runs at once where it sets no bound of its own. */
const INLINE_CONCURRENCY = 40;

/** Gives the outputs of the items, in their order. After a restart all items run again. */
export async function runMap(track: Track, state: MapState): Promise<Json> {
  const items = await itemsOf(track, state);
  const concurrency =
    state.maxConcurrency === undefined ? 0 : await evaluateWhole(track, state.maxConcurrency, 'MaxConcurrency', 0);
  for (const { field, template } of state.tolerated) await evaluateWhole(track, template, field, 0);
  const inputs: Json[] = [];
  for (const [Index, Value] of items.entries()) {
    const { itemSelector } = state;
    inputs.push(itemSelector === undefined ? Value : await evaluate(track, itemSelector, {}, { Index, Value }));
  }

  // As recorded: a Map that reads its items does not know their number when it starts.
  track.add('MapStateStarted', {
    mapStateStartedEventDetails: { length: state.itemReader === undefined ? items.length : 0 },
  });
  if (state.distributed) addMapRunStarted(track);
  const started = track.position.lastEvent;
  const branches = items.map((Value, Index) =>
    branchOf(track, state, started, { Index, Value }, inputs[Index] ?? null),
  );
  try {
    const outputs = await runBranches(track, branches, concurrency === 0 ? INLINE_CONCURRENCY : concurrency);
    if (state.distributed) track.add('MapRunSucceeded');
    track.add('MapStateSucceeded');
    return outputs;
  } catch (thrown) {
    if (state.distributed && thrown instanceof StateFailure) addMapRunFailed(track, thrown);
    throw thrown;
  }
}

async function itemsOf(track: Track, state: MapState): Promise<readonly Json[]> {
  if (state.itemReader !== undefined) return read(track, state.itemReader);
  if (state.items === undefined) {
    const { input } = track.position;
    if (isList(input)) return input;
    throw evaluationFailure(track, 'Items', `Map state input must be an array but was: ${JSON.stringify(input)}`);
  }
  const items = await evaluate(track, state.items);
  if (!isList(items)) throw wrongType(track, state.items, 'Items', 'array', items);
  return items;
}

async function read(track: Track, reader: ItemReader): Promise<readonly Json[]> {
  const argument = reader.arguments === undefined ? {} : await evaluate(track, reader.arguments);
  const field = 'ItemReader/ReaderConfig/MaxItems';
  const most = reader.maxItems === undefined ? undefined : await evaluateWhole(track, reader.maxItems, field, 0);
  const { integrations } = track.parts.machinery;
  const items = (await integrations.readItems?.(reader.resource, argument)) ?? [];
  // 0 is "all of them".
  return most ? items.slice(0, most) : items;
}

function branchOf(track: Track, state: MapState, started: number, item: MapItem, input: Json): Branch {
  const { history } = state.distributed ? { history: undefined } : track.parts;
  const details = { name: state.name, index: item.Index };
  return {
    workflow: state.itemProcessor,
    begin(cancellation) {
      const own = track.fork({
        state: state.itemProcessor.startAt,
        input,
        cancellation,
        item,
        distributed: state.distributed,
      });
      own.position.lastEvent =
        history?.add('MapIterationStarted', { mapIterationStartedEventDetails: details }, started) ?? started;
      return own;
    },
    succeeded(own) {
      own.add('MapIterationSucceeded', { mapIterationSucceededEventDetails: details });
      if (history !== undefined) track.position.lastEvent = own.position.lastEvent;
    },
    failed(own) {
      history?.add('MapIterationFailed', { mapIterationFailedEventDetails: details }, own.position.lastEvent);
    },
    aborted() {
      history?.add('MapIterationAborted', { mapIterationAbortedEventDetails: details }, track.position.lastEvent);
    },
  };
}

function addMapRunStarted(track: Track): void {
  const { facts, machinery } = track.parts;
  const run = `${facts.machineArn.replace(':stateMachine:', ':mapRun:')}/${track.position.state}`;
  track.add('MapRunStarted', { mapRunStartedEventDetails: { mapRunArn: `${run}:${uuid(machinery.random)}` } });
}

function addMapRunFailed(track: Track, { error, cause }: StateFailure): void {
  track.add('MapRunFailed', { mapRunFailedEventDetails: { error, cause } });
}
