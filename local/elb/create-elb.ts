import type { PutMetric } from '../cloudwatch/put-metric.ts';
import type { Balancer } from '../ecs/ports.ts';
import type { AwsService } from '../kernel/aws-service.ts';
import type { Clock } from '../kernel/clock.ts';
import type { StateFiles } from '../kernel/state-files.ts';
import type { Provisioner } from '../template/provisioner.ts';
import { changeOperations } from './change-operations.ts';
import { describeOperations } from './describe-operations.ts';
import { notFound } from './find.ts';
import { LoadBalancing } from './load-balancing.ts';
import { probe } from './probe.ts';
import { elbProvisioners } from './provisioners.ts';
import { RecordBook } from './record-book.ts';
import { Router } from './router.ts';
import { setWeights, weightsOf } from './set-weights.ts';
import { targetOperations } from './target-operations.ts';
import type { TargetPool } from './target-pool.ts';
import { TargetPools } from './target-pools.ts';

export interface Elb extends Balancer {
  readonly service: AwsService;
  readonly provisioners: Readonly<Record<string, Provisioner>>;
  /** Opens the listeners; those that are provisioned later are opened then. */
  start(): Promise<void>;
  /** Takes out what templates no longer make; call it when the stacks are up to date. */
  settle(): Promise<void>;
  /** Closes the listeners, publishes the last counts, and ends all checks. */
  stop(): Promise<void>;
}

/** The local Elastic Load Balancing: Application Load Balancers on loopback addresses that carry real requests. */
export function createElb(deps: {
  clock: Clock;
  files: StateFiles;
  putMetric: PutMetric;
  log: (line: string) => void;
  /** A loopback address for the first load balancer, 127.0.0.1 when it is left out; the next ones are counted up from there. */
  balancerAddress?: string;
}): Elb {
  const { clock, files, putMetric, log, balancerAddress = '127.0.0.1' } = deps;
  const book: RecordBook = new RecordBook(files, () => {
    router.refresh();
    pools.refresh();
  });
  const router = new Router(book);
  const pools = new TargetPools({ clock, book, router, probe: (target, check) => probe(clock, target, check) });
  const balancing = new LoadBalancing({ book, router, pools, clock, putMetric, log });
  const pool = (targetGroup: string): TargetPool => {
    const found = pools.get(targetGroup);
    if (found === undefined) throw notFound('targetGroup', targetGroup);
    return found;
  };
  return {
    register: (targetGroup, target) => pool(targetGroup).register(target),
    deregister: async (targetGroup, target) => pool(targetGroup).deregister(target),
    health: (targetGroup, target) => pool(targetGroup).state(target),
    setWeights: (rule, weights) => setWeights(book, rule, weights),
    weights: (rule) => weightsOf(book, rule),
    onHealthChange: (listener) => pools.onChange(listener),
    hurry: (on) => pools.hurry(on),
    service: {
      name: 'elasticloadbalancing',
      operations: { ...describeOperations(book, pools), ...changeOperations(book), ...targetOperations(book, pools) },
    },
    provisioners: elbProvisioners({ clock, book, pools, balancing, firstAddress: balancerAddress }),
    async start() {
      router.refresh();
      pools.refresh();
      await balancing.start();
    },
    async settle() {
      book.removeUnmade();
      await balancing.closeGone();
    },
    async stop() {
      await balancing.stop();
      pools.close();
    },
  };
}
