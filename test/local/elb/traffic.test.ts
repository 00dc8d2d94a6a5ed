import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ScaledClock } from '../../../local/kernel/scaled-clock.ts';
import { VirtualClock } from '../../../local/kernel/virtual-clock.ts';
import { aBlueGreen, aProcess, send, until } from './an-elb.ts';

test('new weights hold for the very next request, and shares are exact', async () => {
  const { elb, rule, blue, green, url } = await aBlueGreen();
  const [old, fresh] = [await aProcess('blue'), await aProcess('green')];
  elb.register(blue, old.target);
  elb.register(green, fresh.target);
  const names = async (count: number) => {
    const all: string[] = [];
    for (let index = 0; index < count; index += 1) all.push((await send(url)).body);
    return all;
  };
  expect(new Set(await names(5))).toEqual(new Set(['blue']));
  elb.setWeights(rule, { [blue]: 90, [green]: 10 });
  expect((await names(20)).filter((name) => name === 'green')).toHaveLength(2);
  elb.setWeights(rule, { [blue]: 0, [green]: 100 });
  expect(new Set(await names(5))).toEqual(new Set(['green']));
  expect(elb.weights(rule)).toEqual({ [blue]: 0, [green]: 100 });
});

test('weights of groups that a rule does not forward to are refused', async () => {
  const { elb, rule, listener, provision } = await aBlueGreen();
  const stranger = (await provision('TargetGroup', 'Other', { Port: 80, Protocol: 'HTTP', TargetType: 'ip' })).ref;
  expect(() => elb.setWeights(rule, { [stranger]: 1 })).toThrow(`does not forward to ${stranger}`);
  expect(() => elb.setWeights(listener, { [stranger]: 1 })).toThrow(
    'the rule does not forward, it is a fixed-response',
  );
  expect(() => elb.setWeights('nothing', {})).toThrow('One or more rules not found: nothing');
});

test('targets of a group take turns', async () => {
  const { elb, blue, url } = await aBlueGreen();
  for (const name of ['a', 'b', 'c']) elb.register(blue, (await aProcess(name)).target);
  const bodies: string[] = [];
  for (let index = 0; index < 6; index += 1) bodies.push((await send(url)).body);
  expect(bodies.slice(0, 3).toSorted()).toEqual(['a', 'b', 'c']);
  expect(bodies.slice(3)).toEqual(bodies.slice(0, 3));
});

test('an unhealthy target gets no requests, unless all are unhealthy', async () => {
  const { elb, blue, url } = await aBlueGreen();
  const [good, bad] = [await aProcess('good'), await aProcess('bad')];
  elb.hurry(true);
  elb.register(blue, good.target);
  elb.register(blue, bad.target);
  await until(() => elb.health(blue, good.target) === 'healthy' && elb.health(blue, bad.target) === 'healthy');
  bad.healthy = false;
  await until(() => elb.health(blue, bad.target) === 'unhealthy');
  for (let index = 0; index < 4; index += 1) expect((await send(url)).body).toBe('good');
  good.healthy = false;
  await until(() => elb.health(blue, good.target) === 'unhealthy');
  const bodies = [(await send(url)).body, (await send(url)).body];
  expect(bodies.toSorted()).toEqual(['bad', 'good']);
});

test('deregistering takes new requests away at once and waits for those in flight', async () => {
  const { elb, blue, url } = await aBlueGreen();
  let finish: (() => void) | undefined;
  const slow = await aProcess('slow', (_, response) => {
    finish = () => response.end('slow');
  });
  elb.register(blue, slow.target);
  const flying = send(url);
  await until(() => finish !== undefined);
  let drained = false;
  const draining = elb.deregister(blue, slow.target).then(() => {
    drained = true;
  });
  expect(elb.health(blue, slow.target)).toBe('draining');
  expect((await send(url)).status).toBe(503);
  expect(drained).toBe(false);
  finish?.();
  expect((await flying).body).toBe('slow');
  await draining;
  expect(elb.health(blue, slow.target)).toBe('unused');
});

test('after the deregistration delay nobody is waited for any more', async () => {
  const clock = new VirtualClock();
  const { elb, blue, url } = await aBlueGreen({ clock, delay: 30 });
  let arrived = false;
  const stuck = await aProcess('stuck', () => {
    arrived = true;
  });
  elb.register(blue, stuck.target);
  const flying = send(url);
  await until(() => arrived);
  let drained = false;
  const draining = elb.deregister(blue, stuck.target).then(() => {
    drained = true;
  });
  await clock.advance(29_999);
  expect(drained).toBe(false);
  await clock.advance(1);
  await draining;
  expect((await flying).status).toBe(502);
});

test('a request that takes real time is not cut because the local AWS lives fast', async () => {
  const { elb, blue, url } = await aBlueGreen({ clock: new ScaledClock(3600), delay: 5 });
  let arrived = false;
  const slow = await aProcess('slow', (_, response) => {
    arrived = true;
    setTimeout(() => response.end('slow'), 200);
  });
  elb.register(blue, slow.target);
  const flying = send(url);
  await until(() => arrived);
  await elb.deregister(blue, slow.target);
  expect(await flying).toMatchObject({ status: 200, body: 'slow' });
});

test('a target that comes back while it drains takes requests again', async () => {
  const { elb, blue, url } = await aBlueGreen();
  const process = await aProcess('blue');
  elb.register(blue, process.target);
  await send(url);
  const draining = elb.deregister(blue, process.target);
  elb.register(blue, process.target);
  await draining;
  expect((await send(url)).body).toBe('blue');
});

test('no request reaches a group of weight 0 or a target that was deregistered', async () => {
  const { elb, blue, green, rule, url } = await aBlueGreen();
  const groups = [blue, green];
  const processes = await Promise.all(['blue-0', 'blue-1', 'green-0', 'green-1'].map((name) => aProcess(name)));
  const step = fc.oneof(
    fc.record({ weights: fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 })) }),
    fc.record({ toggle: fc.integer({ min: 0, max: 3 }) }),
  );
  const registered = new Set<number>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
      for (const one of steps) {
        if ('weights' in one) elb.setWeights(rule, { [blue]: one.weights[0], [green]: one.weights[1] });
        else {
          const [group = '', target] = [
            groups[one.toggle < 2 ? 0 : 1],
            processes[one.toggle]?.target ?? { id: '', port: 0 },
          ];
          if (registered.delete(one.toggle)) void elb.deregister(group, target);
          else {
            registered.add(one.toggle);
            elb.register(group, target);
          }
        }
        const weights = elb.weights(rule);
        const allowed = [0, 1, 2, 3].filter(
          (index) => registered.has(index) && (weights[groups[index < 2 ? 0 : 1] ?? ''] ?? 0) > 0,
        );
        const answers = await Promise.all([send(url), send(url), send(url)]);
        for (const { status, body } of answers) {
          if (status === 503) continue;
          expect([status, allowed.map((index) => `${index < 2 ? 'blue' : 'green'}-${index % 2}`)]).toEqual([
            200,
            expect.arrayContaining([body]),
          ]);
        }
      }
    }),
    { numRuns: 25 },
  );
});
