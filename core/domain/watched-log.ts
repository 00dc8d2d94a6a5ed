import { coversLogGroup, type Reach } from './reach.ts';
import { Refused } from './refused.ts';
import type { ServiceSettings } from './service.ts';
import { type LogSource, sourcesOf } from './service-lines.ts';
import type { ContainerTruth } from './task-definition.ts';

/** One pattern in the lines of one container, and where they are. */
export interface WatchedLog extends LogSource {
  readonly pattern: string;
  readonly perMinute: number;
}

/** What is known of the logs of a service before it is deployed: its containers, and the log groups that Belay may read. */
export interface LogsAround extends Pick<Reach, 'logGroups'> {
  readonly containers: readonly ContainerTruth[];
}

/** Where the patterns of a service are looked for. What `refuseUnwatched` names is left out. */
export function watchedLogs(settings: ServiceSettings, { containers }: LogsAround): readonly WatchedLog[] {
  const { sources } = sourcesOf(containers);
  return wanted(settings).flatMap(({ pattern, perMinute, container }) =>
    sources.filter((source) => source.container === container).map((source) => ({ ...source, pattern, perMinute })),
  );
}

/** A pattern that nobody can look for would be a promise that is not kept. */
export function refuseUnwatched(settings: ServiceSettings, around: LogsAround): readonly Refused[] {
  const { key } = settings;
  const { sources, notes } = sourcesOf(around.containers);
  const names = [...new Set(wanted(settings).map(({ container }) => container))];
  const unread = names.flatMap((name) => {
    if (!around.containers.some((one) => one.name === name))
      return `${name}: the task definition has no such container`;
    return notes.filter((note) => note.startsWith(`${name}: `));
  });
  const groups = sources.filter(({ container }) => names.includes(container)).map(({ group }) => group);
  const closed = [...new Set(groups)].filter((group) => !coversLogGroup(around, group));
  return [
    ...(unread.length === 0
      ? []
      : [
          new Refused(
            'LogsUnreadable',
            `${key} has rollback.patterns that nobody can look for: ${unread.join('; ')}. Mend that, or name another container.`,
          ),
        ]),
    ...(closed.length === 0
      ? []
      : [
          new Refused(
            'LogsUnreadable',
            `${key} has rollback.patterns, and Belay may not read ${closed.join(', ')}. Give it the right: npx cdk deploy Belay -c 'logGroups=${[...around.logGroups, ...closed].join(',')}'`,
          ),
        ]),
  ];
}

function wanted({ rollback, containers }: ServiceSettings) {
  return (rollback?.patterns ?? []).flatMap(({ container, ...rest }) =>
    (container === undefined ? Object.keys(containers) : [container]).map((name) => ({ ...rest, container: name })),
  );
}
