import type { Head } from '../../../core/domain/deployment.ts';
import type { Digest } from '../../../core/domain/names.ts';
import type { Denied } from '../../../core/domain/service.ts';
import { asStored } from '../../../functions/aws/document-client.ts';
import { SERVICE } from '../../builders.ts';
import type { SimulatedWorld } from '../simulated-world.ts';
import type { Item } from '../table/expressions.ts';
import type { Invariant } from './invariant.ts';

/** The digest that has all production traffic, by ECS itself. */
function inCharge(world: SimulatedWorld): Digest | undefined {
  return world.outside.service.inCharge?.digests.web;
}

/** Somebody else's deployment, or the end of the service, took over what Belay had left. */
function takenOver(world: SimulatedWorld): boolean {
  const { service } = world.outside;
  const newest = service.deployments.at(-1)?.target.taskDefinition;
  return service.deleted || strangers(world).includes(newest ?? '');
}

/** Task definitions that strangers registered: their digests are none of ours. */
export function strangers(world: SimulatedWorld): readonly string[] {
  return world.outside.service.taskDefinitions
    .filter(({ images }) => isStrange(images.web ?? ''))
    .map(({ arn }) => arn);
}

/** Is it the image of a stranger? */
export function isStrange(image: string): boolean {
  return STRANGE.test(image);
}

/** Digests 51 and up, in hexadecimal; those of moved tags begin at 101. */
const STRANGE = /00000(33|34|35|36|37)$/;

export const verdictIsTrue: Invariant = {
  id: 'V1',
  sentence:
    'A verdict is true: SUCCEEDED serves the new digest alone, ROLLED_BACK and CANCELLED the one that ran before',
  on: ['ended'],
  watch: (world) => (happening) => {
    if (happening.kind !== 'ended' || takenOver(world)) return undefined;
    const { verdict, to, from, id } = happening.deployment;
    const serving = inCharge(world);
    // What touched nothing left what was there, whatever Belay thought that was when it was asked.
    const untouched = world.head().live?.phase === 'planning';
    const leads = (verdict === 'ROLLED_BACK' || verdict === 'CANCELLED') && !untouched;
    const wanted = verdict === 'SUCCEEDED' ? to.digest : leads ? (from?.digest ?? serving) : serving;
    if (wanted !== serving) return `${id} is ${verdict}, and ${serving?.slice(-4)} serves, not ${wanted?.slice(-4)}`;
    return undefined;
  },
};

export const noTrafficOnFailed: Invariant = {
  id: 'I4',
  sentence: 'At rest no version that was taken back has traffic',
  rest: (world) => {
    const last = world
      .records()
      // What was over before it began left all to the one before it.
      .filter(({ id }) => world.facts.touched.has(id))
      .sort((a, b) => ((a.endedAt ?? '') < (b.endedAt ?? '') ? -1 : 1))
      .at(-1);
    // Where nothing was known of what ran before, it was not left either.
    if (last?.from === undefined || takenOver(world)) return undefined;
    if (last.verdict !== 'ROLLED_BACK' && last.verdict !== 'CANCELLED') return undefined;
    const { service } = world.outside;
    const serving = inCharge(world);
    if (serving === last.to.digest && last.from?.digest !== last.to.digest)
      return `${last.id} is ${last.verdict}, and its version serves`;
    const bad =
      service.inCharge?.group !== undefined && world.schedule.wired
        ? service.weights()[service.inCharge.group] !== 100
        : false;
    return bad
      ? `${last.id} is ${last.verdict}, and the old version has ${JSON.stringify(service.weights())}`
      : undefined;
  },
};

export const badIsDenied: Invariant = {
  id: 'H1',
  sentence: 'What was taken back is denied, and automation keeps off, from the verdict on',
  on: ['ended'],
  watch: (world) => (happening) => {
    if (happening.kind !== 'ended') return undefined;
    const { deployment: ended } = happening;
    if (ended.kind !== 'deploy' || ended.from?.digest === ended.to.digest) return undefined;
    if (ended.verdict !== 'ROLLED_BACK' && ended.verdict !== 'STUCK') return undefined;
    if (world.facts.lifted.has(ended.to.digest)) return undefined;
    const items = world.tables.partition('Fleet', `service#${ended.service}`);
    if (!items.has(`denied#${ended.to.digest}`)) return `${ended.id} is ${ended.verdict}, and its digest is not denied`;
    if (world.schedule.settings.afterRollback === 'hold' && !items.has('hold'))
      return `${ended.id} is ${ended.verdict}, and nothing is held`;
    return undefined;
  },
};

export const goodIsNotDenied: Invariant = {
  id: 'H2',
  sentence: 'What ended well is not denied for it',
  rest: (world) => {
    for (const [sk, { denied }] of world.tables.partition('Fleet', `service#${SERVICE}`)) {
      if (!sk.startsWith('denied#')) continue;
      const { deployment, digest } = asStored<Denied>(denied as Item);
      const record = world.record(deployment);
      if (record?.verdict === 'SUCCEEDED' && record.to.digest === digest)
        return `${deployment} succeeded, and is denied`;
    }
    return undefined;
  },
};

export const toldOnce: Invariant = {
  id: 'I18',
  sentence: 'The log has every number once, and says the verdict that the record says',
  rest: (world) => {
    for (const { id, verdict, by } of world.records()) {
      if (by === 'outside Belay') continue;
      const items = [...world.tables.partition('Deployments', `deployment#${id}`)].filter(([sk]) =>
        sk.startsWith('line#'),
      );
      const numbers = items.map(([sk]) => Number(sk.slice('line#'.length))).sort((a, b) => a - b);
      if (numbers.some((number, index) => number !== index + 1)) return `${id} has lines ${numbers.join()}`;
      const told = items
        .map(([, item]) => (item.line as { data: { verdict?: string } }).data.verdict)
        .filter((one) => one !== undefined);
      if (verdict !== undefined && told.length === 0) return `${id} is ${verdict}, and nobody was told`;
      if (told.some((one) => one !== verdict)) return `${id} is ${verdict}, and was told to be ${told.join()}`;
    }
    return undefined;
  },
};

export const headIsRight: Invariant = {
  id: 'V2',
  sentence:
    'What the head says of what serves is of one piece: the digest is the one that its service deployment brought',
  on: ['head'],
  watch: (world) => (happening) => {
    if (happening.kind !== 'head') return undefined;
    const { serving } = asStored<Pick<Head, 'serving'>>(happening.after ?? {});
    if (serving?.serviceDeployment === undefined) return undefined;
    const brought = world.outside.service.deployments.find(({ arn }) => arn === serving.serviceDeployment);
    const digest = brought?.target.digests.web;
    return digest === undefined || digest === serving.digest
      ? undefined
      : `it names ${serving.digest.slice(-4)}, and ${serving.serviceDeployment} brought ${digest.slice(-4)}`;
  },
};
