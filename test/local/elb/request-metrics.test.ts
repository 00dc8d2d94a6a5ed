import { expect, test } from 'vitest';
import { fullNameOf } from '../../../local/elb/names.ts';
import { VirtualClock } from '../../../local/kernel/virtual-clock.ts';
import { aBlueGreen, aProcess, type Put, send, until } from './an-elb.ts';

const sum = ({ value }: Put) =>
  typeof value === 'number'
    ? value
    : value.values.reduce((total, one, index) => total + one * (value.counts[index] ?? 0), 0);

test('what went through is counted, by the minute, with the dimensions of an ALB', async () => {
  const clock = new VirtualClock();
  const { elb, blue, loadBalancer, url, puts } = await aBlueGreen({ clock });
  let status = 200;
  const process = await aProcess('blue', (_, response) => void response.writeHead(status).end());
  elb.register(blue, process.target);
  await until(() => elb.health(blue, process.target) === 'healthy');
  for (status of [200, 201, 304, 404, 500, 503]) await send(url);
  await process.stop();
  await send(url);
  await clock.advance(59_999);
  expect(puts).toEqual([]);
  await clock.advance(1);

  const LoadBalancer = fullNameOf(loadBalancer.ref);
  const TargetGroup = fullNameOf(blue);
  const found = (dimensions: object) =>
    Object.fromEntries(
      puts
        .filter((put) => JSON.stringify(put.dimensions) === JSON.stringify(dimensions))
        .map((put) => [put.name, sum(put)]),
    );
  const targets = {
    HTTPCode_Target_2XX_Count: 2,
    HTTPCode_Target_3XX_Count: 1,
    HTTPCode_Target_4XX_Count: 1,
    HTTPCode_Target_5XX_Count: 2,
  };
  const time = { TargetResponseTime: expect.any(Number) };
  expect(found({ LoadBalancer })).toEqual({ RequestCount: 7, ...targets, ...time, HTTPCode_ELB_5XX_Count: 1 });
  expect(found({ TargetGroup, LoadBalancer })).toEqual({
    RequestCount: 7,
    ...targets,
    ...time,
    RequestCountPerTarget: 7,
    HealthyHostCount: 1,
    UnHealthyHostCount: 0,
  });
  expect(found({ TargetGroup })).toEqual({ RequestCountPerTarget: 7 });
});

test('without requests nothing is published, and a request without a target counts for the balancer alone', async () => {
  const clock = new VirtualClock();
  const { url, puts } = await aBlueGreen({ clock });
  await clock.advance(600_000);
  expect(puts).toEqual([]);
  await send(url);
  await clock.advance(60_000);
  expect(puts.filter(({ name }) => !name.endsWith('HostCount')).map((put) => [put.name, sum(put)])).toEqual([
    ['HTTPCode_ELB_5XX_Count', 1],
  ]);
});
