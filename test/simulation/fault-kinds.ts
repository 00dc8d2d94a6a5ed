/** Where a fault strikes: a call of Belay's, the delivery of an event, an invocation of a function, or the world at a time. */
export type Place = 'call' | 'event' | 'invocation' | 'world';

interface Kind {
  readonly place: Place;
  /** What it stands for. */
  readonly is: string;
}

/** Every kind of fault that the simulation knows. */
export const FAULTS = {
  'crash-before': { place: 'call', is: 'the function dies before the call goes out' },
  'crash-after': { place: 'call', is: 'the function dies when the call has had its effect' },
  'time-out-after': { place: 'call', is: 'the function hangs after the call until its time is over' },
  throttled: { place: 'call', is: 'AWS refuses the call for now, and all tries of the SDK are used up' },
  'reply-lost': { place: 'call', is: 'the call had its effect, and its answer never came' },
  'sent-twice': { place: 'call', is: 'the answer was lost, and the SDK sent the call once more' },
  conflict: { place: 'call', is: 'a write meets another transaction, and all tries are used up' },
  stale: { place: 'call', is: 'a read that need not be consistent answers as of some seconds ago' },
  slow: { place: 'call', is: 'the call takes some seconds to go out' },
  outlived: { place: 'call', is: 'the execution is stopped while the call is on its way, and it arrives all the same' },
  'slow-reply': { place: 'call', is: 'the call has its effect at once, and its answer takes some seconds' },
  lost: { place: 'event', is: 'an event is never delivered' },
  twice: { place: 'event', is: 'an event is delivered once more, later' },
  late: { place: 'event', is: 'an event is delivered late, and so after others' },
  'not-invoked': { place: 'invocation', is: 'Lambda refuses an invocation for now' },
  'answer-lost': { place: 'invocation', is: 'a function did its work, and whoever invoked it never hears' },
  abort: { place: 'world', is: 'somebody stops the execution in the console' },
  'ecs-goes-back': { place: 'world', is: 'ECS rolls back by itself' },
  'rollback-fails': { place: 'world', is: 'the next way back of ECS ends ROLLBACK_FAILED' },
  stranger: { place: 'world', is: 'somebody deploys around Belay' },
  'service-deleted': { place: 'world', is: 'somebody deletes the service' },
  crashing: { place: 'world', is: 'the tasks of a version die on start' },
  unhealthy: { place: 'world', is: 'the tasks of a version start and never become healthy' },
  'image-gone': { place: 'world', is: 'an image is deleted from the registry' },
  'tag-moved': { place: 'world', is: 'the tag of a version is pushed again with another image' },
  alarm: { place: 'world', is: 'the alarm goes off for a while' },
  flapping: { place: 'world', is: 'the alarm goes off and back, again and again' },
  'no-data': { place: 'world', is: 'the alarm has no data for a while' },
  'no-requests': { place: 'world', is: 'nobody sends requests' },
  'work-in-hand': { place: 'world', is: 'old tasks protect themselves' },
  'command-fails': { place: 'world', is: 'the command that checks a version fails' },
  'command-hangs': { place: 'world', is: 'the command that checks a version does not end' },
  upgraded: { place: 'world', is: 'records get fields that this version of Belay does not know' },
} as const satisfies Readonly<Record<string, Kind>>;

export type FaultKind = keyof typeof FAULTS;

export function kindsAt(place: Place): readonly FaultKind[] {
  return (Object.keys(FAULTS) as FaultKind[]).filter((kind) => FAULTS[kind].place === place);
}
