import { approvalsMissing, describeApproval } from '../domain/awaited-approval.ts';
import type { Block } from '../domain/block.ts';
import { blocksOf } from '../domain/blocks-of.ts';
import type { Deployment, Head } from '../domain/deployment.ts';
import type { Notice } from '../domain/log-line.ts';
import { partsOf, type ServiceKey } from '../domain/names.ts';
import { pauseBlock } from '../domain/pause-block.ts';
import { Refused } from '../domain/refused.ts';
import type { Denied, Hold, ServiceState } from '../domain/service.ts';
import { settingsFor } from '../domain/settings-for.ts';
import type { Decision } from '../domain/version.ts';
import type { WaitingDeployment } from '../domain/waiting-deployment.ts';
import type { Ports } from '../ports.ts';
import { readRules } from './read-rules.ts';
import { readEndedBlocks } from './tell-block-ended.ts';

/** What a service waits for, and what became of the last pushes. */
export interface Why {
  readonly service: ServiceKey;
  /** One sentence: the answer that people look for first. */
  readonly because: string;
  readonly hold: Hold | null;
  /** Everything that keeps a deployment from starting now. */
  readonly blocks: readonly Block[];
  /** Which blocks persons ended last, of the service and of its environment: newest first. */
  readonly ended: readonly Pick<Notice, 'at' | 'text' | 'data'>[];
  /** What persons asked for: what waits, and what became of it in the last day. Soonest first. */
  readonly waiting: readonly WaitingDeployment[];
  readonly denied: readonly Denied[];
  readonly head: Head;
  /** What its machine waits for, without the token. */
  readonly awaits: { readonly what: string; readonly since: string; readonly dueAt: string } | null;
  /** Newest first. */
  readonly decisions: readonly (Decision & { readonly digest: string })[];
}

export async function why(
  ports: Pick<Ports, 'services' | 'rules' | 'deployments' | 'waits' | 'versions' | 'notices' | 'clock'>,
  service: ServiceKey,
): Promise<Why> {
  const { environment } = partsOf(service);
  const [state, rules, head, ended] = await Promise.all([
    ports.services.get(service),
    readRules(ports),
    ports.deployments.head(service),
    readEndedBlocks(ports, [service, `${environment}/*`, '*/*']),
  ]);
  const wait = head.live && (await ports.waits.get(head.live.id));
  const live = wait?.awaits === 'approval' ? await ports.deployments.get(wait.deployment) : undefined;
  if (state === undefined)
    throw new Refused('UnknownService', `Belay does not know ${service}. \`belay services\` lists what it knows.`);
  const repositories = [...new Set(Object.values(state.settings.containers))];
  const pages = await Promise.all(repositories.map((repository) => ports.versions.newest(repository, 10)));
  const decisions = pages
    .flatMap(({ items }) => items)
    .flatMap(({ digest, decisions }) => decisions.map((decision) => ({ ...decision, digest })))
    .filter((decision) => decision.service === service)
    .sort((a, b) => (a.at < b.at ? 1 : -1));
  // A pause that nobody ends takes the deployment back where its machine waits for a person: then that is its end.
  const asksUntil = wait?.awaits === 'person' ? wait.dueAt : undefined;
  const halted = head.live === undefined ? [] : pauseBlock(head.live, asksUntil);
  const blocks = [...halted, ...blocksOf(state, rules, ports.clock.now())];
  const awaits = wait !== undefined ? { what: wait.awaits, since: wait.since, dueAt: wait.dueAt } : null;
  return {
    service,
    because: live === undefined ? sentence(head, blocks, decisions[0]) : approvalSentence(live, state, head),
    hold: state.hold ?? null,
    blocks,
    ended: ended.map(({ at, text, data }) => ({ at, text, data })),
    waiting: waitingBeside(state, head).sort((a, b) => (a.at < b.at ? -1 : 1)),
    denied: state.denied,
    head,
    awaits,
    decisions,
  };
}

/** What has just begun is noted as begun a moment later: until then it is told as what is under way, and not twice. */
function waitingBeside({ waiting }: ServiceState, { live }: Head): WaitingDeployment[] {
  return waiting.filter(({ id, ended }) => ended !== undefined || id !== live?.id);
}

/** What has its approvals is going on this moment, and is told so. */
function approvalSentence(live: Deployment, { settings }: ServiceState, { queued }: Head): string {
  if (approvalsMissing(live) === 0) return `${live.id} is approved and goes on`;
  const behind = queued === undefined ? '' : `; ${queued.version} waits behind it`;
  return `${describeApproval(live, settingsFor(settings, live.options).approval?.approvers ?? [])}${behind}`;
}

function sentence({ live, queued, serving }: Head, blocks: readonly Block[], last: Decision | undefined): string {
  if (live !== undefined)
    return `${live.id} is ${live.paused === undefined ? 'under way' : `paused by ${live.paused.by}`} (${live.phase})${queued ? `; ${queued.version} waits behind it` : ''}`;
  if (blocks.length > 0) return blocks.map(({ kind, by, because }) => `${kind} by ${by}: ${because}`).join('; ');
  const runs = serving === undefined ? 'nothing was deployed yet' : `${serving.version} runs`;
  return last === undefined
    ? `${runs}; no push was seen`
    : `${runs}; the last push (${last.tag}) was ${last.outcome}: ${last.because}`;
}
