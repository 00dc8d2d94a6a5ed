import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { PutMetric } from '../cloudwatch/put-metric.ts';
import type { Clock } from '../kernel/clock.ts';
import { idleTimeoutOf } from './attributes.ts';
import type { Seen } from './conditions.ts';
import { type Front, openFront } from './front.ts';
import type { LiveTarget } from './live-target.ts';
import { answer, answerError } from './own-answers.ts';
import { type Outcome, proxy } from './proxy.ts';
import { proxyUpgrade, refuseUpgrade } from './proxy-upgrade.ts';
import type { RecordBook } from './record-book.ts';
import type { ListenerRecord, LoadBalancerRecord } from './records.ts';
import { redirectLocation } from './redirect.ts';
import { type Hosts, RequestMetrics } from './request-metrics.ts';
import type { Router } from './router.ts';
import type { TargetPools } from './target-pools.ts';

const NO_TARGET: Outcome = { status: 503, by: 'balancer', milliseconds: 0 };

/** The listeners that are open, and what happens to the requests that come in. */
export class LoadBalancing {
  readonly #book: RecordBook;
  readonly #router: Router;
  readonly #pools: TargetPools;
  readonly #metrics: RequestMetrics;
  readonly #log: (line: string) => void;
  readonly #fronts = new Map<string, Front>();
  #started = false;

  constructor(deps: {
    book: RecordBook;
    router: Router;
    pools: TargetPools;
    clock: Clock;
    putMetric: PutMetric;
    log: (line: string) => void;
  }) {
    this.#book = deps.book;
    this.#router = deps.router;
    this.#pools = deps.pools;
    this.#log = deps.log;
    this.#metrics = new RequestMetrics(deps.clock, deps.putMetric, () => this.#hosts());
    deps.pools.onChange(() => this.#metrics.hostsChanged());
  }

  /** Opens every listener that there is; those to come are opened as they are made. */
  async start(): Promise<void> {
    this.#started = true;
    for (const listener of this.#book.all('listener')) await this.open(listener);
  }

  /** Opens a listener, or moves it to the port that it has now. */
  async open(listener: ListenerRecord): Promise<void> {
    const loadBalancer = this.#book.get('loadBalancer', listener.loadBalancer);
    if (!this.#started || loadBalancer === undefined) return;
    await this.closeGone();
    const before = this.#fronts.get(listener.arn);
    if (before?.port === listener.port && before.address === loadBalancer.address) return;
    await before?.close();
    this.#fronts.delete(listener.arn);
    const front = await openFront(listener.arn, loadBalancer.address, listener.port, idleTimeoutOf(loadBalancer), {
      request: (request, response) => this.#serve(listener, this.#now(loadBalancer), request, response),
      upgrade: (request, socket, head) => this.#upgrade(listener, loadBalancer, request, socket, head),
    });
    this.#fronts.set(listener.arn, front);
    this.#log(`load balancer ${loadBalancer.name} listens on http://${front.address}:${front.port}`);
  }

  /** Closes listeners that are gone: one that was replaced must give its port to the new one. */
  async closeGone(): Promise<void> {
    for (const [arn, front] of this.#fronts) {
      if (this.#book.get('listener', arn) !== undefined) continue;
      this.#fronts.delete(arn);
      await front.close();
    }
  }

  async stop(): Promise<void> {
    this.#started = false;
    this.#metrics.stop();
    await Promise.all([...this.#fronts.values()].map((front) => front.close()));
    this.#fronts.clear();
  }

  #serve(
    listener: ListenerRecord,
    loadBalancer: LoadBalancerRecord,
    request: IncomingMessage,
    response: ServerResponse,
  ): void {
    const { port } = listener;
    const act = this.#router.route(listener.arn, seen(request));
    if (act?.kind === 'fixed-response') {
      answer(response, act.status, { 'Content-Type': act.contentType }, act.body);
    } else if (act?.kind === 'redirect') {
      const Location = redirectLocation(act.to, {
        host: request.headers.host ?? loadBalancer.address,
        port,
        url: request.url ?? '/',
      });
      answer(response, act.status, { 'Content-Type': 'text/html', Location }, '');
    } else {
      const target = this.#targetIn(act?.group, loadBalancer);
      if (target === undefined) answerError(response, 503);
      else
        proxy(
          request,
          response,
          { target, listenerPort: port, idleMs: idleTimeoutOf(loadBalancer) },
          this.#counter(loadBalancer, act?.group),
        );
    }
  }

  #upgrade(
    listener: ListenerRecord,
    loadBalancer: LoadBalancerRecord,
    request: IncomingMessage,
    socket: Duplex,
    head: Buffer,
  ): void {
    const act = this.#router.route(listener.arn, seen(request));
    const group = act?.kind === 'forward' ? act.group : undefined;
    const target = this.#targetIn(group, loadBalancer);
    if (target === undefined) refuseUpgrade(socket, 503);
    else
      proxyUpgrade(request, socket, head, { target, listenerPort: listener.port }, this.#counter(loadBalancer, group));
  }

  /** Its attributes may have changed since its listener was opened. */
  #now(loadBalancer: LoadBalancerRecord): LoadBalancerRecord {
    return this.#book.get('loadBalancer', loadBalancer.arn) ?? loadBalancer;
  }

  /** The target of the next request to a group; when there is none, the 503 that follows is counted. */
  #targetIn(group: string | undefined, { arn }: LoadBalancerRecord): LiveTarget | undefined {
    const target = group === undefined ? undefined : this.#pools.get(group)?.pick();
    if (target === undefined) this.#metrics.count(arn, undefined, NO_TARGET);
    return target;
  }

  #counter({ arn }: LoadBalancerRecord, group: string | undefined): (outcome: Outcome) => void {
    return (outcome) => this.#metrics.count(arn, group, outcome);
  }

  #hosts(): readonly Hosts[] {
    return this.#book.all('targetGroup').flatMap(({ arn: group }) => {
      const counts = this.#pools.get(group)?.counts() ?? { healthy: 0, unhealthy: 0 };
      return this.#pools.loadBalancersOf(group).map((loadBalancer) => ({ loadBalancer, group, ...counts }));
    });
  }
}

function seen(request: IncomingMessage): Seen {
  return {
    method: request.method ?? 'GET',
    url: request.url ?? '/',
    headers: request.headers,
    address: request.socket.remoteAddress ?? '',
  };
}
