import { callsTo } from '../../test/story/cost-of.ts';
import type { Figure } from '../figure.ts';
import { wholeDeployment } from '../whole-deployment.ts';

export const controlCalls: Figure = {
  id: 'controlCalls',
  what: 'calls to AWS of one good blue/green deployment with two gates, from the push to the verdict, without its own tables',
  unit: 'calls',
  floor: { 'ecs, 5 min': 2, 'ecs, 30 min': 2 },
  peer: { 'ecs, 10 min': 42 },
  peerWhat:
    '`aws ecs wait services-stable` beside two calls that change: it asks every 15 seconds, 40 times, and then gives up',
  bar: { 'ecs, 5 min': 14, 'ecs, 30 min': 14, 'registry, load balancer and alarms, 5 min': 10 },
  how: 'Counted from the call log of the local AWS, retries included, by the names of the services. Not counted: the API (who looks, calls), the reconciler (it runs by the clock), Step Functions, Scheduler and DynamoDB, which have figures of their own.',
  async measure() {
    const [{ cost: short }, { cost: long }] = [await wholeDeployment('5m'), await wholeDeployment('30m')];
    const others = ['ecr', 'elasticloadbalancing', 'cloudwatch'];
    return {
      'ecs, 5 min': callsTo(short, 'ecs'),
      'ecs, 30 min': callsTo(long, 'ecs'),
      'registry, load balancer and alarms, 5 min': callsTo(short, ...others),
      'registry, load balancer and alarms, 30 min': callsTo(long, ...others),
    };
  },
};
