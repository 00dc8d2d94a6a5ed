import type { LogLine } from '../../../core/domain/log-line.ts';
import { parseDigest } from '../../../core/domain/names.ts';
import type { Decision } from '../../../core/domain/version.ts';
import { recordIn } from '../happening.ts';
import type { Invariant } from './invariant.ts';

type Item = Readonly<Record<string, unknown>> | undefined;

const lineIn = (item: Item): LogLine | undefined => item?.line as LogLine | undefined;

export const historyGrows: Invariant = {
  id: 'I2b',
  sentence: 'The history only grows: no tag or decision of a version, no deployment that began and no line is lost',
  on: ['change'],
  watch: (world) => (happening) => {
    if (happening.kind !== 'change' || happening.before === undefined) return undefined;
    const { table, pk, sk, before, after } = happening;
    if (table === 'VersionHistory') return lostOfVersion(before, after);
    if (sk.startsWith('line#'))
      return lineIn(before)?.text === lineIn(after)?.text ? undefined : `${sk} of ${pk} was written over`;
    if (sk !== 'record') return undefined;
    const [was, is] = [recordIn(before), recordIn(after)];
    const began = world.tables.partition('Deployments', pk).has('line#000001');
    if (is === undefined) return began ? `${pk} began, and its record is gone` : undefined;
    return was?.startedAt === is.startedAt ? undefined : `${pk} began twice`;
  },
};

function lostOfVersion(before: Item, after: Item): string | undefined {
  const tags = (item: Item) => (item?.tags instanceof Set ? [...item.tags] : []);
  const lost = tags(before).filter((tag) => !tags(after).includes(tag));
  if (lost.length > 0) return `the tag ${lost.join()} was lost`;
  const decisions = (item: Item) => Object.keys((item?.decisions as object | undefined) ?? {});
  const forgotten = decisions(before).filter((slot) => !decisions(after).includes(slot));
  return forgotten.length > 0 ? `the decision for ${forgotten.join()} was lost` : undefined;
}

function decisionsIn(version: Item): readonly Decision[] {
  return Object.values((version?.decisions ?? {}) as Record<string, Decision>);
}

export const toldAfterwards: Invariant = {
  id: 'I19',
  sentence: 'What people are told is written before: a verdict in the record, and a start as the first line',
  on: ['change'],
  watch: (world) => (happening) => {
    if (happening.kind !== 'change' || !happening.sk.startsWith('line#')) return undefined;
    const line = lineIn(happening.after);
    const record = line && world.record(line.deployment);
    if (line === undefined || record?.by === 'outside Belay') return undefined;
    const { verdict } = line.data;
    if (verdict !== undefined && verdict !== record?.verdict)
      return `${line.deployment} was told to be ${verdict}, and is ${record?.verdict ?? 'open'}`;
    // What a person did in between may come first.
    return line.seq === 1 && line.event.endsWith(':progress')
      ? `the first line of ${line.deployment} is no start, but ${line.text}`
      : undefined;
  },
};

export const pushDeploysOnce: Invariant = {
  id: 'I9b',
  sentence: 'A push starts one deployment, however often it is told, and what was decided for it is done',
  rest: (world) => {
    const lifted = world.schedule.acts.some(({ does }) => does === 'lift');
    const started = new Set<string>();
    for (const { id, by, to, kind } of world.records()) {
      const began = world.tables.partition('Deployments', `deployment#${id}`).has('line#000001');
      if (by !== 'push' || kind !== 'deploy' || !began) continue;
      const push = `${to.version} ${to.digest}`;
      if (started.has(push) && !lifted) return `${id} is the second deployment of one push`;
      started.add(push);
    }
    // An image that was deleted meanwhile is not looked for.
    for (const [digest, version] of world.tables.partition('VersionHistory', 'web'))
      for (const { tag, outcome } of decisionsIn(version))
        if (outcome === 'deploying' && world.outside.registry.has('web', parseDigest(digest), tag))
          return `${tag} was to be deployed, and nobody did`;
    return undefined;
  },
};
