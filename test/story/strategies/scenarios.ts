import type { StrategyName } from '../../../core/domain/service.ts';

/** When a version turns bad. `before traffic`: it fails its check, or where nothing is checked it never gets healthy. */
export type Phase = 'start' | 'before traffic' | 'first share' | 'later share' | 'bake' | 'watch window';

export interface Scenario {
  readonly strategy: StrategyName;
  /** Left out: it is a good version. */
  readonly bad?: Phase;
}

/** The phases that a strategy has. In `npm test` one version turns bad in each: `quick`. */
const PHASES: Readonly<Record<StrategyName, { readonly all: readonly Phase[]; readonly quick: Phase }>> = {
  'blue-green': { all: ['start', 'before traffic', 'bake', 'watch window'], quick: 'before traffic' },
  canary: { all: ['start', 'before traffic', 'first share', 'bake', 'watch window'], quick: 'bake' },
  linear: {
    all: ['start', 'before traffic', 'first share', 'later share', 'bake', 'watch window'],
    quick: 'later share',
  },
  rolling: { all: ['start', 'before traffic', 'first share', 'bake', 'watch window'], quick: 'watch window' },
  immediate: { all: ['start', 'before traffic', 'first share', 'bake', 'watch window'], quick: 'start' },
  graceful: { all: ['start', 'before traffic', 'first share', 'bake', 'watch window'], quick: 'first share' },
};

/** A good version by each of these strategies, and then what turns bad: in every phase, or in one. */
export function scenariosOf(strategies: readonly StrategyName[], every: boolean): readonly Scenario[] {
  return strategies.flatMap((strategy) => {
    const { all, quick } = PHASES[strategy];
    return [{ strategy }, ...(every ? all : [quick]).map((bad) => ({ strategy, bad }))];
  });
}

export function nameOf({ strategy, bad }: Scenario): string {
  return bad === undefined ? `${strategy}, good` : `${strategy}, bad at ${bad}`;
}
