import type { StrategyName } from '../../../core/domain/service.ts';

/** When a version turns bad. `before traffic`: it fails its check, or where nothing is checked it never gets healthy. */
export type Phase = 'start' | 'before traffic' | 'first share' | 'later share' | 'bake' | 'watch window';

export interface Scenario {
  readonly strategy: StrategyName;
  /** Left out: it is a good version. */
  readonly bad?: Phase;
  /** An old task has work in hand, which it finishes by itself or for which the time is too short. */
  readonly work?: 'finishes' | 'takes too long';
}

/** The phases that a strategy has, and the one in which a version turns bad where one must do. */
const PHASES: Readonly<Record<StrategyName, { readonly all: readonly Phase[]; readonly one: Phase }>> = {
  'blue-green': { all: ['start', 'before traffic', 'bake', 'watch window'], one: 'before traffic' },
  canary: { all: ['start', 'before traffic', 'first share', 'bake', 'watch window'], one: 'bake' },
  linear: {
    all: ['start', 'before traffic', 'first share', 'later share', 'bake', 'watch window'],
    one: 'later share',
  },
  rolling: { all: ['start', 'before traffic', 'first share', 'bake', 'watch window'], one: 'watch window' },
  immediate: { all: ['start', 'before traffic', 'first share', 'bake', 'watch window'], one: 'start' },
  graceful: { all: ['start', 'before traffic', 'first share', 'bake', 'watch window'], one: 'first share' },
};

/** Each strategy with a good version, and then with versions that turn bad: in every phase, or in one. */
export function scenariosOf(strategies: readonly StrategyName[], every: boolean): readonly Scenario[] {
  return strategies.flatMap((strategy) => {
    const { all, one } = PHASES[strategy];
    const work = strategy === 'graceful' ? (['finishes', 'takes too long'] as const) : [];
    return [
      { strategy },
      ...work.map((work) => ({ strategy, work })),
      ...(every ? all : [one]).map((bad) => ({ strategy, bad })),
    ];
  });
}

export function nameOf({ strategy, bad, work }: Scenario): string {
  if (work !== undefined) return `${strategy}, while old work ${work}`;
  return bad === undefined ? `${strategy}, a good version` : `${strategy}, bad at ${bad}`;
}
