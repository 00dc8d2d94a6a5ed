import type {
  DeregisterTargetsInput,
  DescribeTargetHealthInput,
  DescribeTargetHealthOutput,
  RegisterTargetsInput,
  TargetDescription,
  TargetHealth,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Target } from '../ecs/ports.ts';
import { AwsError } from '../kernel/aws-error.ts';
import { type Operations, operation, type Permission } from '../kernel/aws-service.ts';
import { find, notFound } from './find.ts';
import type { RecordBook } from './record-book.ts';
import type { TargetGroupRecord } from './records.ts';
import type { TargetPool } from './target-pool.ts';
import type { TargetPools } from './target-pools.ts';

/** The operations on targets. */
export function targetOperations(book: RecordBook, pools: TargetPools): Operations {
  const group = (arn: string | undefined): { readonly record: TargetGroupRecord; readonly pool: TargetPool } => {
    const record = find(book, 'targetGroup', arn);
    const pool = pools.get(record.arn);
    if (pool === undefined) throw notFound('targetGroup', arn);
    return { record, pool };
  };
  return {
    RegisterTargets: operation<RegisterTargetsInput, object>({
      permissions: ({ TargetGroupArn }) => onGroup('RegisterTargets', TargetGroupArn),
      run: ({ TargetGroupArn, Targets = [] }) => {
        const { record, pool } = group(TargetGroupArn);
        for (const target of Targets.map((one) => targetOf(one, record))) pool.register(target);
        return {};
      },
    }),
    DeregisterTargets: operation<DeregisterTargetsInput, object>({
      permissions: ({ TargetGroupArn }) => onGroup('DeregisterTargets', TargetGroupArn),
      run: ({ TargetGroupArn, Targets = [] }) => {
        const { pool } = group(TargetGroupArn);
        // As on AWS, the answer does not wait for the draining.
        for (const wanted of Targets) for (const target of matching(pool, wanted)) void pool.deregister(target);
        return {};
      },
    }),
    DescribeTargetHealth: operation<DescribeTargetHealthInput, DescribeTargetHealthOutput>({
      permissions: () => [{ action: 'elasticloadbalancing:DescribeTargetHealth', resource: '*' }],
      run: ({ TargetGroupArn, Targets, Include }) => {
        if (Include !== undefined)
          throw new AwsError('ValidationError', 'Include is not supported by the local load balancer');
        const { record, pool } = group(TargetGroupArn);
        const wanted = Targets?.map((one) => ({ id: one.Id ?? '', port: one.Port ?? record.port })) ?? pool.targets();
        const { port } = record.healthCheck;
        return {
          TargetHealthDescriptions: wanted.map((target) => ({
            Target: { Id: target.id, Port: target.port },
            HealthCheckPort: port === 'traffic-port' ? String(target.port) : port,
            TargetHealth: healthOf(pool, target),
          })),
        };
      },
    }),
  };
}

/** A target of this machine. Another address is InvalidTarget: the local load balancer reaches nothing else. */
export function targetOf({ Id = '', Port }: TargetDescription, group: TargetGroupRecord): Target {
  if (/^127\.\d+\.\d+\.\d+$/.test(Id)) return { id: Id, port: Port ?? group.port };
  throw new AwsError(
    'InvalidTarget',
    `The target ${Id} is not valid: the local load balancer reaches loopback addresses only`,
  );
}

/** Without a port AWS takes all registrations of the address. */
function matching(pool: TargetPool, { Id, Port }: TargetDescription): readonly Target[] {
  return pool.targets().filter(({ id, port }) => id === Id && (Port === undefined || port === Port));
}

function healthOf(pool: TargetPool, target: Target): TargetHealth {
  const state = pool.state(target);
  switch (state) {
    case 'healthy':
      return { State: state };
    case 'initial':
      return { State: state, Reason: 'Elb.InitialHealthChecking', Description: 'Initial health checks in progress' };
    case 'unhealthy': {
      const because = pool.because(target);
      return { State: state, Reason: because?.reason, Description: because?.description };
    }
    case 'draining':
      return {
        State: state,
        Reason: 'Target.DeregistrationInProgress',
        Description: 'Target deregistration is in progress',
      };
    case 'unused':
      return pool.isRegistered(target)
        ? {
            State: state,
            Reason: 'Target.NotInUse',
            Description: 'Target group is not configured to receive traffic from the load balancer',
          }
        : { State: state, Reason: 'Target.NotRegistered', Description: 'Target is not registered to the target group' };
    default:
      return state satisfies never;
  }
}

function onGroup(action: string, arn = '*'): readonly Permission[] {
  return [{ action: `elasticloadbalancing:${action}`, resource: arn }];
}
