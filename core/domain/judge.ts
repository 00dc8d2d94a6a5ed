import type { AlarmReading } from './truth.ts';

/** What to do at a gate. `again`: not enough data, bake once more. */
export interface Judgement {
  readonly next: 'go' | 'back' | 'again';
  readonly because: string;
}

/** Everything that was read at a gate. */
export interface Readings {
  readonly alarms: readonly AlarmReading[];
  /** Checks that failed, each with what it answered. */
  readonly failedChecks: readonly string[];
  readonly targets: { readonly healthy: number; readonly registered: number } | undefined;
  /** Requests that the new version answered since the bake began. */
  readonly requests: number;
}

/** Before traffic: nothing fires, every check passed, and something is healthy to take the traffic. */
export function judgeBeforeTraffic(readings: Readings): Judgement {
  return (
    firing(readings) ??
    failing(readings) ??
    unhealthy(readings) ?? { next: 'go', because: 'checks passed, no alarm fires, targets are healthy' }
  );
}

/** What a bake must show: an OK reading of each of these alarms, and so many requests. */
export interface Asked {
  readonly alarms: readonly string[];
  readonly minimumRequests: number;
  readonly extensionsLeft: number;
}

/** After a bake: as before traffic, and there must be something to judge by. Silence is not health. */
export function judgeBake(readings: Readings, asked: Asked): Judgement {
  return (
    firing(readings) ??
    failing(readings) ??
    unhealthy(readings) ??
    silent(readings, asked) ?? { next: 'go', because: `quiet through the bake, ${readings.requests} requests answered` }
  );
}

function firing({ alarms }: Readings): Judgement | undefined {
  const alarm = alarms.find((reading) => reading.state === 'ALARM');
  return alarm && { next: 'back', because: `alarm ${alarm.name} is in ALARM: ${alarm.reason}` };
}

function failing({ failedChecks }: Readings): Judgement | undefined {
  return failedChecks.length === 0 ? undefined : { next: 'back', because: failedChecks.join('; ') };
}

function unhealthy({ targets }: Readings): Judgement | undefined {
  if (targets === undefined || targets.healthy > 0) return undefined;
  return { next: 'back', because: `none of the ${targets.registered} targets of the new version is healthy` };
}

function silent({ alarms, requests }: Readings, asked: Asked): Judgement | undefined {
  const mute = asked.alarms.filter(
    (name) => !alarms.some((reading) => reading.name === name && reading.state === 'OK'),
  );
  const missing = [
    ...(requests < asked.minimumRequests ? [`${requests} of ${asked.minimumRequests} requests`] : []),
    ...(mute.length > 0 ? [`no reading of ${mute.join(', ')}`] : []),
  ];
  if (missing.length === 0) return undefined;
  const because = `not enough data: ${missing.join(', ')}`;
  return asked.extensionsLeft > 0
    ? { next: 'again', because }
    : { next: 'back', because: `${because}, and the bake was extended before` };
}
