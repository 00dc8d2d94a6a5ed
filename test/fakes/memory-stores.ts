import type { Wait } from '../../core/domain/deployment.ts';
import type { EnvironmentRule } from '../../core/domain/environment-rule.ts';
import type { DeploymentId } from '../../core/domain/names.ts';
import type { PlannedDeployment } from '../../core/domain/planned-deployment.ts';
import { Refused } from '../../core/domain/refused.ts';
import type { Version, VersionLine } from '../../core/domain/version.ts';
import type { Rules } from '../../core/ports/order.ts';
import type { Answers, Page, Plans, Versions, Waits } from '../../core/ports.ts';
import { pageOf } from './page-of.ts';

export function memoryVersions(): Versions {
  const all = new Map<string, Version>();
  const keyOf = (repository: string, digest: string): string => `${repository}@${digest}`;
  async function newest(repository: string, limit: number, cursor?: string): Promise<Page<Version>> {
    const mine = [...all.values()]
      .filter((version) => version.repository === repository)
      .sort((a, b) => (a.pushedAt < b.pushedAt ? 1 : -1));
    return pageOf(mine, limit, cursor);
  }
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
    newest,
    async list(repository, limit, cursor) {
      const page = await newest(repository, limit, cursor);
      return { ...page, items: page.items.map(lineOf) };
    },
  };
}

function lineOf({ repository, digest, tags, pushedAt, labels, decisions }: Version): VersionLine {
  return {
    repository,
    digest,
    tags,
    pushedAt,
    ...(labels.commit !== undefined && { commit: labels.commit }),
    decisions: decisions.map(({ service, tag, outcome }) => ({ service, tag, outcome })),
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

export function memoryRules(): Rules {
  const all = new Map<string, EnvironmentRule>();
  const keyOf = (rule: EnvironmentRule): string =>
    [rule.kind, rule.environment, rule.kind === 'stop-the-line' ? '' : rule.name].join('#');
  return {
    async put(rule) {
      all.set(keyOf(rule), rule);
    },
    async remove(rule) {
      all.delete(keyOf(rule));
    },
    all: async () => [...all.values()],
  };
}
