import { describe, expect, test } from 'vitest';
import { refusalsOf, told } from '../../../core/domain/told-refusals.ts';
import { verifyService } from '../../../core/operations/verify-service.ts';
import { steps } from '../../../core/steps/index.ts';
import { aVersion, SERVICE } from '../../builders.ts';
import { NEW, type World } from '../../fakes/fake-world.ts';
import { begun } from '../operations/begun.ts';
import { CASES, type Case } from '../operations/verify-cases.ts';

/** What needs calls that a deployment does not make: `verify` and a plan alone tell it. */
const ONLY_PLANNED = [
  'a secret that is gone',
  'a parameter that is gone',
  'too little of Fargate for both versions',
  'too few addresses for both versions',
  'target groups that take machines and not addresses',
  'a target group that is gone',
  'a target group that no listener forwards to',
  'a test rule that is gone',
];
/** Here it is the deployment itself that is under way. */
const OURS = 'a deployment of ours that is under way';
/** A deployment says it in words of its own, which name the flag that helps. */
const OTHERWISE =
  /service|image|alarms|in-progress|hooks|strategy|task-definition|unknown-field|controller|scheduling|express|containers/;

async function meets({
  around,
  found,
  weights,
  change,
}: Case): Promise<World & { readonly run: () => Promise<unknown> }> {
  const world = await begun();
  await world.kept.versions.record(aVersion({ digest: NEW.digest, tags: [NEW.version] }));
  Object.assign(world.surroundings, around);
  if (found !== undefined) world.service.configuration = JSON.stringify(found);
  if (weights !== undefined) world.service.weights = () => weights;
  await change?.(world);
  const input = { deployment: world.deployment.id, service: SERVICE };
  return {
    ...world,
    run: async () => {
      await steps.Plan(world.kept, input);
      await steps.CaptureRollbackPoint(world.kept, input);
    },
  };
}

describe('a deployment is as strict as its plan', () => {
  test.each(CASES.filter(({ name }) => name !== OURS && !ONLY_PLANNED.includes(name)))(
    '$name: it is refused before anything is registered',
    async (one) => {
      const world = await meets(one);
      const before = world.service.taskDefinitions.length;
      const codes = one.refused.map((each) => each.split(' ')[1]);
      const said = await world.run().then(
        () => undefined,
        (error: unknown) => error,
      );
      expect(said).toMatchObject({ code: expect.stringMatching(codes.join('|')) });
      expect(world.service.taskDefinitions).toHaveLength(before);
    },
  );

  test.each(
    CASES.filter(
      ({ name, refused: [first = ''] }) => name !== OURS && !ONLY_PLANNED.includes(name) && !OTHERWISE.test(first),
    ),
  )('$name: it is refused in the words of `verify`', async (one) => {
    const world = await meets(one);
    const { findings } = await verifyService(world.kept, SERVICE, NEW.version);
    const check = one.refused[0]?.split(' ')[0];
    const [first] = told(refusalsOf(findings.filter((finding) => finding.check === check)));
    await expect(world.run()).rejects.toMatchObject({ message: expect.stringContaining(first?.message ?? 'nothing') });
  });

  test.each(CASES.filter(({ name }) => ONLY_PLANNED.includes(name)))('$name: only a plan looks', async (one) => {
    await expect((await meets(one)).run()).resolves.toBeUndefined();
  });

  test('a production rule that is gone is told by the plan and by the deployment, and is no fault', async () => {
    const gone = (world: World) => world.surroundings.gone.add('listener-rule/production');
    const one = { name: '', refused: [], next: /./, change: gone };
    const said = {
      code: 'NotWired',
      message: expect.stringContaining('listener-rule/production: there is no such rule'),
    };
    await expect((await meets(one)).run()).rejects.toMatchObject(said);
  });
});
