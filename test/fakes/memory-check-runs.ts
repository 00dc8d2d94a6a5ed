import type { CheckRun } from '../../core/domain/check-run.ts';
import type { DeploymentId } from '../../core/domain/names.ts';
import type { CheckRuns } from '../../core/ports/check-tasks.ts';

export function memoryCheckRuns(): CheckRuns {
  const all = new Map<DeploymentId, CheckRun>();
  const change = (deployment: DeploymentId, round: string, by: (run: CheckRun) => CheckRun): CheckRun | undefined => {
    const run = all.get(deployment);
    if (run?.round !== round) return undefined;
    const changed = by(run);
    all.set(deployment, changed);
    return changed;
  };
  return {
    async begin(run) {
      const before = all.get(run.deployment);
      if (before?.round === run.round) return before;
      all.set(run.deployment, run);
      return run;
    },
    async started(deployment, round, tasks) {
      change(deployment, round, (run) => ({ ...run, tasks }));
    },
    ended: async (deployment, round, task, end) =>
      change(deployment, round, (run) => ({ ...run, ended: { [task]: end, ...run.ended } })),
    get: async (deployment) => all.get(deployment),
  };
}
