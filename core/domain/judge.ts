import type { PatternReadings } from './pattern-count.ts';
import type { NotEnoughData } from './service.ts';
import type { AlarmReading } from './truth.ts';

/** What to do at a gate. `again`: not enough data, bake once more. `check`: run commands first. `wait`: a person decides. `superseded`: somebody deployed around us. */
export interface Judgement {
  readonly next: 'go' | 'back' | 'again' | 'check' | 'wait' | 'superseded';
  readonly because: string;
}

/** Everything that was read at a gate. */
export interface Readings {
  readonly alarms: readonly AlarmReading[];
  /** Checks that failed, each with what it answered. */
  readonly failedChecks: readonly string[];
  /** Read where nothing else shows that the new version lives. */
  readonly targets: { readonly healthy: number; readonly registered: number } | undefined;
  /** Requests that the new version answered since the bake began; read where a minimum is asked. */
  readonly requests: number | undefined;
  readonly patterns: PatternReadings;
}

/** Before traffic: nothing fires and every check passed. That targets are healthy is what ECS has waited for. */
export function judgeBeforeTraffic(readings: Readings): Judgement {
  return (
    firing(readings) ??
    failing(readings) ??
    complaining(readings) ??
    unhealthy(readings) ?? { next: 'go', because: 'ECS finds the targets healthy, checks passed, no alarm fires' }
  );
}

/** What a bake must show: an OK reading of each of these alarms, and so many requests. */
export interface Asked {
  readonly alarms: readonly string[];
  readonly minimumRequests: number;
  readonly extensionsLeft: number;
  /** What comes when nothing is left. */
  readonly notEnoughData: NotEnoughData;
  /** Who said that what there is must do. */
  readonly person: string | undefined;
}

/** After a bake: as before traffic, and there must be something to judge by. Silence is not health. */
export function judgeBake(readings: Readings, asked: Asked): Judgement {
  return (
    firing(readings) ??
    failing(readings) ??
    complaining(readings) ??
    unhealthy(readings) ??
    silent(readings, asked) ??
    good(readings, asked)
  );
}

function firing({ alarms }: Readings): Judgement | undefined {
  const alarm = alarms.find((reading) => reading.state === 'ALARM');
  return alarm && { next: 'back', because: `alarm ${alarm.name} is in ALARM: ${alarm.reason}` };
}

function failing({ failedChecks }: Readings): Judgement | undefined {
  return failedChecks.length === 0 ? undefined : { next: 'back', because: failedChecks.join('; ') };
}

function complaining({ patterns }: Readings): Judgement | undefined {
  return patterns.tooMany.length === 0 ? undefined : { next: 'back', because: patterns.tooMany.join('; ') };
}

function unhealthy({ targets }: Readings): Judgement | undefined {
  if (targets === undefined || targets.healthy > 0) return undefined;
  return { next: 'back', because: `none of the ${targets.registered} targets of the new version is healthy` };
}

function silent({ alarms, requests = 0, patterns }: Readings, asked: Asked): Judgement | undefined {
  const mute = asked.alarms.filter(
    (name) => !alarms.some((reading) => reading.name === name && reading.state === 'OK'),
  );
  const missing = [
    ...(requests < asked.minimumRequests ? [`${requests} of ${asked.minimumRequests} requests`] : []),
    ...(mute.length > 0 ? [`no reading of ${mute.join(', ')}`] : []),
    ...patterns.unread,
  ];
  if (missing.length === 0) return undefined;
  const because = `not enough data: ${missing.join(', ')}`;
  if (asked.person !== undefined) return { next: 'go', because: `${because}; ${asked.person} let it go on` };
  if (asked.extensionsLeft > 0) return { next: 'again', because };
  if (asked.notEnoughData === 'ask') return { next: 'wait', because };
  return { next: 'back', because: `${because}, and no extension of the bake is left` };
}

function good({ requests }: Readings, { person }: Asked): Judgement {
  const answered = requests === undefined ? '' : `, ${requests} ${requests === 1 ? 'request' : 'requests'} answered`;
  return {
    next: 'go',
    because: person === undefined ? `quiet through the bake${answered}` : `${person} ended the bake${answered}`,
  };
}
