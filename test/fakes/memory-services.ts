import { partsOf, type ServiceKey } from '../../core/domain/names.ts';
import type { ServiceState } from '../../core/domain/service.ts';
import type { Services } from '../../core/ports.ts';

/** Services in memory, with what keeps each from being deployed to, and what waits. */
export function memoryServices(): Services {
  const all = new Map<ServiceKey, ServiceState>();
  /** What requests named; what is named is kept for good. */
  const named = new Map<string, { alarm: string; service: ServiceKey }>();
  const concerns = (kind: string, name: string, { settings, waiting }: ServiceState): boolean =>
    ({
      repository: Object.values(settings.containers).includes(name),
      'ecs-service': `${settings.cluster}/${partsOf(settings.key).name}` === name,
      waiting: waiting.some(({ id }) => id === name),
    })[kind] ?? false;
  const change = (key: ServiceKey, next: (state: ServiceState) => ServiceState): void => {
    const state = all.get(key);
    if (state !== undefined) all.set(key, next(state));
  };
  return {
    async put(settings) {
      all.set(settings.key, { ...(all.get(settings.key) ?? { denied: [], waiting: [] }), settings });
    },
    get: async (key) => all.get(key),
    holds: async (keys) => keys.map((key) => all.get(key)?.hold),
    list: async () => ({ items: [...all.values()].map(({ settings }) => settings) }),
    concernedBy: async (kind, name) =>
      [...all.values()].filter((state) => concerns(kind, name, state)).map(({ settings }) => settings.key),
    async guardedBy(name) {
      const settled = [...all.values()].filter(({ settings }) => settings.alarms.includes(name));
      const keys = settled.map(({ settings }) => settings.key);
      const asked = [...named.values()].filter(({ alarm, service }) => alarm === name && !keys.includes(service));
      return [
        ...keys.map((service) => ({ service, by: 'settings' as const })),
        ...asked.map(({ service }) => ({ service, by: 'request' as const })),
      ];
    },
    async nameAlarms(service, alarms) {
      for (const alarm of alarms) named.set(`${alarm} ${service}`, { alarm, service });
    },
    async hold(key, hold, denied) {
      const added = denied === undefined ? [] : [denied];
      change(key, (state) => ({
        ...state,
        hold,
        denied: [...state.denied.filter(({ digest }) => digest !== denied?.digest), ...added],
      }));
    },
    async remove(key) {
      all.delete(key);
    },
    async deny(key, denied) {
      change(key, (state) => ({
        ...state,
        denied: [...state.denied.filter(({ digest }) => digest !== denied.digest), denied],
      }));
    },
    async lift(key, { hold: seen, digest }) {
      const now = all.get(key)?.hold;
      if (seen !== undefined && now !== undefined && now.since !== seen.since) return false;
      change(key, ({ hold, ...state }) => ({
        ...state,
        ...(hold && seen === undefined && { hold }),
        denied: state.denied.filter((entry) => entry.digest !== digest),
      }));
      return true;
    },
    async lock(key, lock) {
      const held = all.get(key)?.lock;
      const ended = held?.until !== undefined && held.until <= lock.since;
      if (held !== undefined && held.owner !== lock.owner && !ended) return false;
      change(key, (state) => ({ ...state, lock }));
      return true;
    },
    async unlock(key) {
      change(key, ({ lock: _, ...state }) => state);
    },
    async maintain(key, maintenance) {
      change(key, ({ maintenance: _, ...state }) => ({ ...state, ...(maintenance && { maintenance }) }));
    },
    async overdueWaiting(before, limit) {
      const overdue = [...all].flatMap(([key, { waiting }]) =>
        waiting
          .filter(({ ended, expectedAt }) => ended === undefined && expectedAt < before)
          .map(({ expectedAt }) => ({ key, expectedAt })),
      );
      overdue.sort((a, b) => (a.expectedAt < b.expectedAt ? -1 : 1));
      return [...new Set(overdue.slice(0, limit).map(({ key }) => key))];
    },
    async keepWaiting(key, waiting) {
      change(key, (state) => ({
        ...state,
        waiting: [...state.waiting.filter(({ id }) => id !== waiting.id), waiting],
      }));
    },
  };
}
