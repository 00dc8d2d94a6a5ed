import type { StrategyName } from '../../core/domain/service.ts';
import { draw } from '../../local/faults/draw.ts';
import type { WrittenFaults } from '../../local/faults/fault-rules.ts';
import type { Condition } from './tiny-image.ts';

/** One deployment and what goes wrong meanwhile. */
export interface Schedule {
  readonly seed: number;
  readonly strategy: StrategyName;
  readonly condition: Condition;
  /** Seconds of local time after its begin at which its alarm goes off. */
  readonly alarmAfter?: number;
  /** Without the service that they are about, which is not drawn. */
  readonly faults: readonly WrittenFaults['rules'][number][];
}

const STRATEGIES: readonly StrategyName[] = [
  'blue-green',
  'blue-green',
  'canary',
  'linear',
  'rolling',
  'rolling',
  'immediate',
  'graceful',
];
const CONDITIONS: readonly Condition[] = ['good', 'good', 'good', 'good', 'dies', 'unhealthy'];
const DETAIL_TYPES = [
  'ECR Image Action',
  'ECS Hook State Change',
  'ECS Hook State Change',
  'ECS Deployment State Change',
  'ECS Deployment State Change',
  'ECS Task State Change',
  'CloudWatch Alarm State Change',
  'Step Functions Execution Status Change',
] as const;
const FUNCTIONS = ['belay-step-*', 'belay-step-*', 'belay-on-*', 'belay-reconcile'] as const;
/** A good deployment makes some eighty calls. */
const CALLS = 80;

/** The same seed always gives the same schedule. */
export function drawSchedule(seed: number): Schedule {
  const dice = new Dice(seed);
  const strategy = dice.one(STRATEGIES);
  const condition = dice.one(CONDITIONS);
  const count = dice.below(4);
  return {
    seed,
    strategy,
    condition,
    ...(condition === 'good' && dice.below(5) === 0 && { alarmAfter: dice.below(240) }),
    faults: Array.from({ length: count }, () => drawFault(dice)),
  };
}

function drawFault(dice: Dice): Schedule['faults'][number] {
  const fault = dice.one(['lose', 'duplicate', 'delay', 'reorder'] as const);
  const delivery = { fault, seconds: 1 + dice.below(900), times: 1 + dice.below(2) };
  const call = { function: dice.one(FUNCTIONS), from: 1 + dice.below(CALLS) };
  switch (dice.one(['event', 'event', 'schedule', 'batch', 'call', 'call', 'function', 'function'] as const)) {
    case 'event':
      return { door: 'event', ...delivery, detailType: dice.one(DETAIL_TYPES), from: 1 + dice.below(2) };
    case 'schedule':
      return { door: 'schedule', ...delivery };
    case 'batch':
      return { door: 'batch', fault: 'duplicate', times: 1 + dice.below(3) };
    case 'call':
      return {
        door: 'call',
        fault: dice.one(['throttle', 'loseRequest', 'loseReply'] as const),
        ...call,
        times: 1 + dice.below(5),
      };
    case 'function':
      return {
        door: 'function',
        fault: 'kill',
        when: dice.one(['before', 'after'] as const),
        ...call,
        times: 1 + dice.below(2),
      };
  }
}

class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** A whole number from 0 up to and without `end`. */
  below(end: number): number {
    const [chance, next] = draw(this.#state);
    this.#state = next;
    return Math.floor(chance * end);
  }

  one<Thing>(things: readonly [Thing, ...Thing[]] | readonly Thing[]): Thing {
    const thing = things[this.below(things.length)];
    if (thing === undefined) throw new Error('nothing to draw from');
    return thing;
  }
}
