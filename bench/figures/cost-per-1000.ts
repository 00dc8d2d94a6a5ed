import { type Cost, callsTo, writeUnits } from '../../test/story/cost-of.ts';
import type { Figure } from '../figure.ts';
import { rounded } from '../growth.ts';
import { PRICES } from '../prices.ts';
import { wholeDeployment } from '../whole-deployment.ts';

/** Not counted but assumed, because no laptop can tell: how long a function of 512 MB runs, mostly waiting for AWS. */
const SECONDS_A_RUN = 0.15;
const GIGABYTES = 0.5;
/** Each message to Slack's queue is sent, received and deleted. */
const REQUESTS_A_MESSAGE = 3;
/** The execution of `deploy`, and that of its strategy. */
const EXECUTIONS = 2;

export const costPer1000: Figure = {
  id: 'costPer1000',
  what: 'what AWS charges for 1,000 good blue/green deployments with two gates, by its list prices',
  unit: 'USD',
  floor: 0.08,
  peer: { 'a 15-second polling loop of 30 minutes': 9.05, 'CodePipeline V2, 30 minutes': 60 },
  peerWhat: 'state transitions of the loop alone; 0.002 USD for each minute of an action',
  bar: { total: 0.75 },
  how: `Counted units of one deployment on the local AWS, from the push to the verdict, times bench/prices.ts: state transitions, runs of functions (${SECONDS_A_RUN} s each at 512 MB is assumed), write and read units (one a read), events on Belay's bus, the schedule of the bake, Slack's queue, log bytes, traces, readings of alarms, the secret of Slack, and one request to the API. Not included, because it does not grow with deployments: storage, alarms, the secret's 0.40 USD a month, and a KMS key of 1 USD a month where you bring your own; the stack's tables are encrypted with AWS's own key, which costs nothing.`,
  async measure() {
    const { cost, beside } = await wholeDeployment('30m');
    const parts: Record<string, number> = {
      transitions: cost.transitions * PRICES.transition,
      functions: beside.invocations * (PRICES.invocation + SECONDS_A_RUN * GIGABYTES * PRICES.gigabyteSecond),
      'DynamoDB writes': writeUnits(cost) * PRICES.writeUnit,
      'DynamoDB reads': reads(cost) * PRICES.readUnit,
      events: beside.events * PRICES.ownEvent,
      queues: beside.events * REQUESTS_A_MESSAGE * PRICES.queueRequest,
      schedules: (cost.calls['scheduler:CreateSchedule'] ?? 0) * PRICES.scheduled,
      logs: (beside.logBytes / 1e9) * PRICES.logGigabyte,
      traces: EXECUTIONS * PRICES.trace,
      alarms: callsTo(cost, 'cloudwatch') * PRICES.alarmReading,
      secrets: callsTo(cost, 'secretsmanager') * PRICES.secretReading,
      'API request': PRICES.apiRequest,
    };
    const total = Object.values(parts).reduce((sum, part) => sum + part, 0);
    return Object.fromEntries(Object.entries({ total, ...parts }).map(([name, usd]) => [name, rounded(usd * 1000, 4)]));
  },
};

/** Every key of a batch is a read of its own: at most as many as a page has. */
function reads({ calls }: Cost): number {
  return ['dynamodb:Query', 'dynamodb:GetItem', 'dynamodb:BatchGetItem'].reduce(
    (sum, name) => sum + (calls[name] ?? 0),
    0,
  );
}
