import type { Deployment, Head, Live } from '../../core/domain/deployment.ts';
import type { LastWords } from '../../core/domain/last-words.ts';
import { leavesWatch } from '../../core/domain/leaves-watch.ts';
import type { LogLine } from '../../core/domain/log-line.ts';
import type { DeploymentId, ServiceKey } from '../../core/domain/names.ts';
import { queueDueAt } from '../../core/domain/queue-due-at.ts';
import { Refused } from '../../core/domain/refused.ts';
import type { Deployments, LiveChange, TryOf } from '../../core/ports.ts';
import { pageOf } from './page-of.ts';

/** Deployments in memory. */
export function memoryDeployments(): Deployments & { readonly all: Map<DeploymentId, Deployment> } {
  const heads = new Map<ServiceKey, Head>();
  const all = new Map<DeploymentId, Deployment>();
  const order: Deployment[] = [];
  const log: LogLine[] = [];
  const queues = new Map<ServiceKey, string>();
  const strangers = new Map<string, { service: ServiceKey; serviceDeployment: string; dueAt: string }>();
  const words = new Map<DeploymentId, readonly LastWords[]>();
  const headOf = (service: ServiceKey): Head => heads.get(service) ?? { service };
  const append = (line: Omit<LogLine, 'seq'>): number => {
    const seq = log.filter(({ deployment }) => deployment === line.deployment).length + 1;
    log.push({ ...line, seq });
    return seq;
  };
  const holder = (service: ServiceKey, id: DeploymentId) => {
    const head = headOf(service);
    return head.live?.id === id ? { head, live: head.live } : undefined;
  };

  return {
    all,
    head: async (service) => headOf(service),
    heads: async (services) => services.map(headOf),
    get: async (id) => all.get(id),
    async newest(service, limit, cursor) {
      const mine = order.filter((deployment) => deployment.service === service).reverse();
      const { items, next } = pageOf(mine, limit, cursor);
      return { items: items.flatMap(({ id }) => all.get(id) ?? []), ...(next !== undefined && { next }) };
    },
    async begin(deployment, live, line) {
      const head = headOf(deployment.service);
      if (head.live !== undefined || all.has(deployment.id)) return false;
      const { queued, ...rest } = head;
      const keeps = queued !== undefined && queued.digest !== deployment.to.digest;
      heads.set(deployment.service, { ...rest, ...(keeps && { queued }), live: { deadTasks: {}, ...live } });
      all.set(deployment.id, deployment);
      order.push(deployment);
      append(line);
      return true;
    },
    async queue(service, queued) {
      const head = headOf(service);
      if (head.live === undefined) return false;
      heads.set(service, { ...head, queued });
      return true;
    },
    async unqueue(service, id) {
      const { queued, ...head } = headOf(service);
      if (head.live !== undefined || queued?.id !== id) return;
      heads.set(service, head);
      queues.delete(service);
    },
    async advance(service, id, change: LiveChange, of?: TryOf) {
      const held = holder(service, id);
      const leadsBack = held?.live.phase === 'roll-back' && (change.phase ?? 'roll-back') !== 'roll-back';
      const isOther =
        of !== undefined && (held?.live.taskDefinition !== of.taskDefinition || held.live.newerThan !== of.newerThan);
      if (held === undefined || leadsBack || isOther)
        throw new Refused('FenceLost', `${id} no longer holds the lock of ${service}.`);
      const live: Live = withoutUndefined({ ...held.live, ...change });
      const goesForward = change.phase !== undefined && change.phase !== 'roll-back';
      const { watch, ...head } = held.head;
      heads.set(service, { ...head, ...(watch && !goesForward && { watch }), live });
      return live;
    },
    async amend(id, change) {
      const deployment = all.get(id);
      if (deployment !== undefined) all.set(id, { ...deployment, ...change });
    },
    async addApproval(id, approval) {
      const deployment = all.get(id);
      const others = (deployment?.approvals ?? []).filter(({ by }) => by !== approval.by);
      const approvals = [...others, approval].sort((a, b) => (a.at < b.at ? -1 : 1));
      if (deployment !== undefined) all.set(id, { ...deployment, approvals });
      return approvals;
    },
    async requestStop(service, id, { cancelled, ...request }) {
      const held = holder(service, id);
      if (held === undefined || held.live.settled) return false;
      const inTime = cancelled && (held.live.phase === 'planning' || held.live.phase === 'scale-up');
      const stopRequested = held.live.stopRequested ?? { ...request, ...(inTime && { cancelled }) };
      heads.set(service, { ...held.head, live: { ...held.live, stopRequested } });
      return true;
    },
    async noteDeadTask(service, id, task, why) {
      const held = holder(service, id);
      if (held === undefined) return undefined;
      const deadTasks = { ...held.live.deadTasks, [task]: why };
      heads.set(service, { ...held.head, live: { ...held.live, deadTasks } });
      return Object.keys(deadTasks).length;
    },
    async end(deployment, line, after) {
      const held = holder(deployment.service, deployment.id);
      if (held === undefined) return;
      const { stopRequested } = held.live;
      const isNews = all.get(deployment.id)?.status !== 'ended';
      if (isNews && stopRequested !== undefined && deployment.kind === 'deploy' && deployment.verdict === 'SUCCEEDED')
        throw new Refused('WrongVersionServes', stopRequested.because);
      const { live: _, watch, ...head } = headOf(deployment.service);
      const leaves = watch !== undefined && leavesWatch(deployment.verdict);
      heads.set(deployment.service, { ...head, ...(leaves && { watch }), ...after });
      queues.delete(deployment.service);
      if (head.queued !== undefined)
        queues.set(deployment.service, queueDueAt(deployment.endedAt ?? deployment.startedAt));
      const { verdict, because, endedAt, from, rollbackPoint, taskDefinition, needed } = deployment;
      const facts = withoutUndefined({ verdict, because, endedAt, from, rollbackPoint, taskDefinition, needed });
      const before = all.get(deployment.id) ?? deployment;
      if (before.status === 'ended') return;
      all.set(deployment.id, { ...before, ...facts, status: 'ended' });
      append(line);
    },
    overdue: async (now, limit) =>
      [...heads.values()]
        .flatMap(({ service, live }) => (live === undefined ? [] : { service, deployment: live.id, dueAt: live.dueAt }))
        .filter(({ dueAt }) => dueAt < now)
        .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))
        .slice(0, limit)
        .map(({ service, deployment }) => ({ service, deployment })),
    overdueQueues: async (now, limit) =>
      [...queues]
        .filter(([service, dueAt]) => headOf(service).live === undefined && dueAt < now)
        .sort(([, one], [, other]) => (one < other ? -1 : 1))
        .slice(0, limit)
        .map(([service]) => service),
    async noteServing(service, serving) {
      const { watch: _, ...head } = headOf(service);
      if (head.live !== undefined) return false;
      heads.set(service, { ...head, serving });
      return true;
    },
    async noteStranger(service, serviceDeployment, dueAt) {
      strangers.set(`${service} ${serviceDeployment}`, { service, serviceDeployment, dueAt });
    },
    async forgetStranger(service, serviceDeployment) {
      strangers.delete(`${service} ${serviceDeployment}`);
    },
    overdueStrangers: async (now, limit) =>
      [...strangers.values()]
        .filter(({ dueAt }) => dueAt < now)
        .sort((a, b) => (a.dueAt < b.dueAt ? -1 : 1))
        .slice(0, limit)
        .map(({ service, serviceDeployment }) => ({ service, serviceDeployment })),
    async record(deployment, line) {
      const before = all.get(deployment.id);
      if (before?.status === 'ended') return false;
      all.set(deployment.id, deployment);
      if (before === undefined) order.push(deployment);
      log.push(line);
      return true;
    },
    async forget(service) {
      if (headOf(service).live !== undefined) return false;
      heads.delete(service);
      return true;
    },
    async keepLastWords(id, kept) {
      words.set(id, kept);
    },
    lastWords: async (id) => words.get(id) ?? [],
    log: async (line) => append(line),
    lines: async (id) => log.filter(({ deployment }) => deployment === id),
  };
}

/** What the table does with `undefined`: the attribute is not there. */
function withoutUndefined<Thing extends object>(
  thing: { readonly [Key in keyof Thing]: Thing[Key] | undefined },
): Thing {
  return Object.fromEntries(Object.entries(thing).filter(([, value]) => value !== undefined)) as Thing;
}
