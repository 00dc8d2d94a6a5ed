import { expect, test } from 'vitest';
import { viewDeployment } from '../../../core/domain/deployment-view.ts';
import type { LogLine } from '../../../core/domain/log-line.ts';
import { aDeployment, aPlan, SERVICE } from '../../builders.ts';

const traffic = { targetGroup: 'green', productionRule: 'rule' };
const deployment = aDeployment({ plan: aPlan({ strategy: 'canary', percent: 20, traffic }) });

function begunBakes(...bakes: readonly LogLine['data'][]): readonly LogLine[] {
  return bakes.map((data, index) => ({
    deployment: deployment.id,
    service: SERVICE,
    seq: index + 1,
    event: 'version:update:progress',
    at: deployment.startedAt,
    text: 'under watch',
    data,
  }));
}

test('a share that is watched once more is no larger share', () => {
  const share = { stage: 'before-traffic', share: 20 };
  expect(viewDeployment(deployment, undefined, undefined, begunBakes(share, share), 0).traffic).toEqual({
    old: 80,
    new: 20,
  });
  const all = begunBakes(share, share, { stage: 'after-shift' });
  expect(viewDeployment(deployment, undefined, undefined, all, 0).traffic).toEqual({ old: 0, new: 100 });
});

test('a way back whose commands run is in its last step since the first of them', () => {
  const back = aDeployment({ kind: 'rollback', plan: aPlan() });
  const log = begunBakes({ rollbackPoint: 'rp-1', command: 'node undo.mjs' });
  const { progress, step, steps } = viewDeployment(back, undefined, undefined, log, 0);
  expect({ progress, step }).toEqual({ progress: 67, step: 'commands, and a last look' });
  expect(steps[2]).toMatchObject({ status: 'running', startedAt: back.startedAt });
});
