import type { Played } from './play.ts';

/** Something that must be so whenever a schedule has come to rest. */
export interface Check {
  readonly id: string;
  readonly sentence: string;
  /** What is wrong; `undefined`: nothing. */
  broken(played: Played): string | undefined;
}

/** What ECS leaves out where nobody has set it is put back in words. */
const NOTHING_SET = {
  bakeTimeInMinutes: 0,
  deploymentCircuitBreaker: { enable: false, rollback: false },
  lifecycleHooks: [],
};

/** In the order in which a person would look. */
export const CHECKS: readonly Check[] = [
  {
    id: 'ends',
    sentence: 'A push that Belay is to deploy comes to a deployment, and that to an end, whatever goes wrong.',
    broken: ({ broken }) => broken,
  },
  {
    id: 'lock',
    sentence: 'When a deployment is over, its service is free.',
    broken: ({ why }) => (why?.head.live === undefined ? undefined : `${why.head.live.id} has the lock`),
  },
  {
    id: 'truth',
    sentence: 'The version that the verdict names runs alone and answers alone.',
    broken({ deployment, after, digests, versions }) {
      if (deployment === undefined || after === undefined || deployment.verdict === 'STUCK') return undefined;
      const went = deployment.verdict === 'SUCCEEDED';
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
    broken: ({ after }) =>
      after === undefined || (after.tasks.length === 1 && after.answering.length === 1)
        ? undefined
        : `${after.tasks.length} digests run (${after.tasks}), and ${after.answering} answer`,
  },
  {
    id: 'told',
    sentence: 'What Belay says runs is what runs.',
    broken: ({ deployment, after }) =>
      deployment === undefined || deployment.verdict === 'STUCK' || after?.told === after?.tasks[0]
        ? undefined
        : `Belay tells of ${after?.told}, and ${after?.tasks[0]} runs`,
  },
  {
    id: 'bad',
    sentence: 'A version that cannot serve never succeeds.',
    broken: ({ schedule, deployment }) =>
      schedule.condition !== 'good' && deployment?.verdict === 'SUCCEEDED'
        ? `a version that ${schedule.condition} succeeded`
        : undefined,
  },
  {
    id: 'undisturbed',
    sentence: 'Where nothing goes wrong a good version serves, and a bad one is taken back.',
    broken({ schedule, struck, deployment }) {
      if (deployment === undefined || struck.length > 0 || schedule.alarmAfter !== undefined) return undefined;
      const wanted = schedule.condition === 'good' ? 'SUCCEEDED' : 'ROLLED_BACK';
      return deployment.verdict === wanted ? undefined : `${deployment.verdict}, not ${wanted}: ${deployment.because}`;
    },
  },
  {
    id: 'held',
    sentence: 'A version that was taken back is denied, and its service held.',
    broken({ deployment, why, digests }) {
      if (deployment?.verdict !== 'ROLLED_BACK' || why === undefined) return undefined;
      if (why.hold === null) return 'the service is not held';
      return why.denied.some(({ digest }) => digest === digests.pushed) ? undefined : 'its digest is not denied';
    },
  },
  {
    id: 'put-back',
    sentence: "The service's configuration is as it was found.",
    broken: ({ before, after }) =>
      after === undefined
        ? undefined
        : unlike(
            { ...NOTHING_SET, ...before.configuration },
            { ...NOTHING_SET, ...after.configuration },
            'configuration',
          ),
  },
  {
    id: 'letters',
    sentence: 'Nothing lies in a dead-letter queue that no fault explains.',
    broken: ({ letters, struck }) =>
      letters.length === 0 || struck.some(({ door }) => door === 'call' || door === 'function')
        ? undefined
        : `${letters.length} dead letters: ${letters[0]}`,
  },
];

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
