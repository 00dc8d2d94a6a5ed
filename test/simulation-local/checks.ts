import type { Played, Rest } from './play.ts';

/** A schedule that came to rest. */
export interface Rested extends Omit<Played, 'rest'> {
  readonly rest: Rest;
}

/** Something that must be so whenever a schedule has come to rest. */
export interface Check {
  readonly id: string;
  readonly sentence: string;
  /** Whether a schedule says anything about it. */
  concerns(played: Rested): boolean;
  /** What is wrong; `undefined`: nothing. Asked only of schedules that it concerns. */
  broken(played: Rested): string | undefined;
}

/** What ECS leaves out where nobody has set it is put back in words. */
const NOTHING_SET = {
  bakeTimeInMinutes: 0,
  deploymentCircuitBreaker: { enable: false, rollback: false },
  lifecycleHooks: [],
};

const all = (): boolean => true;
/** Where a person is needed, only that one version runs is promised. */
const hasAnswer = ({ rest }: Rested): boolean => rest.deployment.verdict !== 'STUCK';

/** In the order in which a person would look. */
export const CHECKS: readonly Check[] = [
  {
    id: 'truth',
    sentence:
      'The version that the verdict names runs alone and answers alone; the one before where an alarm took it back afterwards.',
    concerns: hasAnswer,
    broken({ rest: { deployment, takenBack, after }, digests, versions }) {
      const went = deployment.verdict === 'SUCCEEDED' && !takenBack;
      const wanted = {
        tasks: [went ? digests.pushed : digests.before],
        answering: [went ? versions.pushed : versions.before],
      };
      const found = { tasks: after.tasks, answering: after.answering };
      return unlike(wanted, found, `${deployment.verdict} (${deployment.because})`);
    },
  },
  {
    id: 'one',
    sentence: 'One version runs and answers, also where a person is needed.',
    concerns: all,
    broken: ({ rest: { after } }) =>
      after.tasks.length === 1 && after.answering.length === 1
        ? undefined
        : `${after.tasks.length} digests run (${after.tasks}), and ${after.answering} answer`,
  },
  {
    id: 'told',
    sentence: 'What Belay says runs is what runs.',
    concerns: hasAnswer,
    broken: ({ rest: { after } }) =>
      after.told === after.tasks[0] ? undefined : `Belay tells of ${after.told}, and ${after.tasks[0]} runs`,
  },
  {
    id: 'bad',
    sentence: 'A version that cannot serve never succeeds.',
    concerns: ({ schedule }) => schedule.condition !== 'good',
    broken: ({ schedule, rest: { deployment } }) =>
      deployment.verdict === 'SUCCEEDED' ? `a version that is "${schedule.condition}" succeeded` : undefined,
  },
  {
    id: 'undisturbed',
    sentence: 'Where nothing goes wrong a good version serves, and a bad one is taken back.',
    concerns: ({ schedule, struck }) => struck.length === 0 && schedule.alarmAfter === undefined,
    broken({ schedule, rest: { deployment } }) {
      const wanted = schedule.condition === 'good' ? 'SUCCEEDED' : 'ROLLED_BACK';
      return deployment.verdict === wanted ? undefined : `${deployment.verdict}, not ${wanted}: ${deployment.because}`;
    },
  },
  {
    id: 'held',
    sentence: 'A version that was taken back is denied, and its service held.',
    concerns: ({ rest }) => rest.deployment.verdict === 'ROLLED_BACK',
    broken({ rest: { why }, digests }) {
      if (why.hold === null) return 'the service is not held';
      return why.denied.some(({ digest }) => digest === digests.pushed) ? undefined : 'its digest is not denied';
    },
  },
  {
    id: 'put-back',
    sentence: "The service's configuration is as it was found.",
    concerns: all,
    broken: ({ before, rest: { after } }) =>
      unlike({ ...NOTHING_SET, ...before.configuration }, { ...NOTHING_SET, ...after.configuration }, 'configuration'),
  },
  {
    id: 'letters',
    sentence: 'Nothing lies in a dead-letter queue that no fault explains.',
    concerns: ({ struck }) => !struck.some(({ door }) => door === 'call' || door === 'function'),
    broken: ({ letters }) => (letters.length === 0 ? undefined : `${letters.length} dead letters: ${letters[0]}`),
  },
];

/** What a schedule says of a check; `found` is what is wrong. */
export interface Checked {
  readonly check: string;
  readonly found: string | undefined;
}

export const ENDS = {
  id: 'ends',
  sentence:
    'A push that Belay is to deploy comes to a deployment, and that to an end with its service free, whatever goes wrong.',
};

/** Asks every check that a schedule concerns; of one that did not come to rest, no more than that. */
export function check({ rest, ...played }: Played): readonly Checked[] {
  const ends = { check: ENDS.id, found: played.broken };
  if (rest === undefined) return [ends];
  const rested = { ...played, rest };
  const concerned = CHECKS.filter((one) => one.concerns(rested));
  return [ends, ...concerned.map((one) => ({ check: one.id, found: one.broken(rested) }))];
}

function unlike(wanted: object, found: object, what: string): string | undefined {
  const [one, other] = [sorted(wanted), sorted(found)];
  return one === other ? undefined : `${what}: ${other}, not ${one}`;
}

function sorted(value: object): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
