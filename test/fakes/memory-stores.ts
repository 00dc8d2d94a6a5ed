import type { Wait } from '../../core/domain/deployment.ts';
import { type DeploymentId, partsOf, type ServiceKey } from '../../core/domain/names.ts';
import type { PlannedDeployment } from '../../core/domain/planned-deployment.ts';
import { Refused } from '../../core/domain/refused.ts';
import type { Denied, Hold, ServiceSettings } from '../../core/domain/service.ts';
import type { Version } from '../../core/domain/version.ts';
import type { Answers, Plans, Services, Versions, Waits } from '../../core/ports.ts';

export function memoryVersions(): Versions {
  const all = new Map<string, Version>();
  const keyOf = (repository: string, digest: string): string => `${repository}@${digest}`;
  return {
    async record(version) {
      const key = keyOf(version.repository, version.digest);
      const stored = all.get(key);
      if (stored !== undefined) return { recorded: false, stored };
      all.set(key, version);
      return { recorded: true, stored: version };
    },
    async amend(repository, digest, { tag, decisions }) {
      const version = all.get(keyOf(repository, digest));
      if (version === undefined) throw new Error(`no version ${digest}`);
      const kept = version.decisions.filter(
        (old) => !decisions.some((one) => one.service === old.service && one.tag === old.tag),
      );
      const tags = tag === undefined || version.tags.includes(tag) ? version.tags : [...version.tags, tag];
      all.set(keyOf(repository, digest), { ...version, tags, decisions: [...kept, ...decisions] });
    },
    get: async (repository, digest) => all.get(keyOf(repository, digest)),
    async newest(repository, limit, cursor) {
      const mine = [...all.values()]
        .filter((version) => version.repository === repository)
        .sort((a, b) => (a.pushedAt < b.pushedAt ? 1 : -1));
      const start = Number(cursor ?? 0);
      return {
        items: mine.slice(start, start + limit),
        ...(start + limit < mine.length && { next: String(start + limit) }),
      };
    },
  };
}

export function memoryServices(): Services {
  const all = new Map<ServiceKey, { settings: ServiceSettings; hold?: Hold; denied: Denied[] }>();
  const concerns = (kind: string, name: string, { key, cluster, containers, alarms }: ServiceSettings): boolean =>
    ({
      repository: Object.values(containers).includes(name),
      alarm: alarms.includes(name),
      'ecs-service': `${cluster}/${partsOf(key).name}` === name,
    })[kind] ?? false;
  return {
    async put(settings) {
      all.set(settings.key, { ...(all.get(settings.key) ?? { denied: [] }), settings });
    },
    get: async (key) => all.get(key),
    list: async () => ({ items: [...all.values()].map(({ settings }) => settings) }),
    concernedBy: async (kind, name) =>
      [...all.values()].filter(({ settings }) => concerns(kind, name, settings)).map(({ settings }) => settings.key),
    async hold(key, hold, denied) {
      const state = all.get(key);
      if (state === undefined) return;
      all.set(key, {
        ...state,
        hold,
        denied: [...state.denied.filter(({ digest }) => digest !== denied.digest), denied],
      });
    },
    async deny(key, denied) {
      const state = all.get(key);
      if (state === undefined) return;
      all.set(key, { ...state, denied: [...state.denied.filter(({ digest }) => digest !== denied.digest), denied] });
    },
    async lift(key, digest) {
      const state = all.get(key);
      if (state === undefined) return;
      all.set(key, { settings: state.settings, denied: state.denied.filter((entry) => entry.digest !== digest) });
    },
  };
}

export function memoryWaits(): Waits {
  const all = new Map<DeploymentId, Wait>();
  return {
    async store(wait) {
      all.set(wait.deployment, wait);
    },
    get: async (deployment) => all.get(deployment),
  };
}

export function memoryPlans(): Plans {
  const all = new Map<string, PlannedDeployment>();
  return {
    async put(planned) {
      all.set(planned.id, planned);
    },
    get: async (id) => all.get(id),
  };
}

export function memoryAnswers(): Answers {
  const all = new Map<string, { fingerprint: string; answer?: string }>();
  return {
    async claim(key, fingerprint) {
      const claimed = all.get(key);
      if (claimed === undefined) {
        all.set(key, { fingerprint });
        return {};
      }
      if (claimed.fingerprint !== fingerprint)
        throw new Refused('IdempotencyKeyReused', 'This Idempotency-Key was used for another request.');
      return claimed.answer === undefined ? {} : { answered: claimed.answer };
    },
    async keep(key, answer) {
      all.set(key, { fingerprint: all.get(key)?.fingerprint ?? '', answer });
    },
  };
}
