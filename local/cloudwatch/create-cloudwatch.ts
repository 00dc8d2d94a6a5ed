import type { AlarmStates } from '../ecs/ports.ts';
import type { EmitEvent } from '../kernel/aws-event.ts';
import type { AwsService } from '../kernel/aws-service.ts';
import type { Clock } from '../kernel/clock.ts';
import type { StateFiles } from '../kernel/state-files.ts';
import type { Provisioner } from '../template/provisioner.ts';
import { AlarmBook } from './alarm-book.ts';
import { alarmOperations } from './alarm-operations.ts';
import { AlarmWatch } from './alarm-watch.ts';
import type { MetricId } from './metric-id.ts';
import { metricOperations, samplesFrom } from './metric-operations.ts';
import { MetricStore } from './metric-store.ts';
import { cloudWatchProvisioners } from './provisioners.ts';
import type { PutMetric } from './put-metric.ts';
import type { Minute } from './statistic.ts';

export interface CloudWatch extends AlarmStates {
  readonly service: AwsService;
  readonly provisioners: Readonly<Record<string, Provisioner>>;
  readonly putMetric: PutMetric;
  /** Lets a metric say how much there is of something now. */
  gauge(metric: MetricId, count: () => number): void;
  /** Ends all waiting. Nothing is evaluated afterwards. */
  stop(): void;
}

/** The local CloudWatch: metrics by the minute, in memory; alarms that survive a restart. */
export function createCloudWatch({
  clock,
  files,
  emit,
}: {
  clock: Clock;
  files: StateFiles;
  emit: EmitEvent;
}): CloudWatch {
  const store = new MetricStore(clock);
  const book = new AlarmBook(clock, files, emit);
  const watch = new AlarmWatch(clock, store, book);
  const put = (metric: MetricId, samples: Minute, time: number): void => {
    store.put(metric, samples, time);
    watch.dataArrived(metric, time);
  };
  return {
    service: {
      name: 'cloudwatch',
      operations: { ...metricOperations(clock, store, put), ...alarmOperations(book, watch) },
    },
    provisioners: cloudWatchProvisioners(book, watch),
    putMetric(namespace, name, dimensions, value, time = clock.now()) {
      const { values, counts } = typeof value === 'number' ? { values: [value], counts: [1] } : value;
      put({ namespace, name, dimensions }, samplesFrom(name, values, counts), time);
    },
    gauge: (metric, count) => store.gauge(metric, count),
    state: (name) => book.get(name)?.state.value,
    onChange: (listener) => book.onChange(listener),
    stop: () => watch.stop(),
  };
}
