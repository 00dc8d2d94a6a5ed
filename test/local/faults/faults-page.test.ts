import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import { expect, test } from 'vitest';
import { CallFaults } from '../../../local/faults/call-faults.ts';
import { Faults } from '../../../local/faults/faults.ts';
import { faultsPage } from '../../../local/faults/faults-page.ts';
import { VirtualClock } from '../../../local/kernel/virtual-clock.ts';
import { aService, aWire, clientOf } from '../wire/a-wire.ts';

async function anEndpoint() {
  const faults = new Faults(new VirtualClock());
  const door = new CallFaults(faults, () => undefined);
  const wire = await aWire({
    services: [{ module: cloudwatch, service: aService('cloudwatch', { DescribeAlarms: () => ({}) }) }],
    doorOf: (trace) => door.doorOf(trace),
    pages: { '/_local/faults': faultsPage(faults) },
  });
  const ask = async (method: string, body?: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${wire.url}/_local/faults`, { method, headers, ...(body !== undefined && { body }) });
    return { status: answer.status, said: await answer.json() };
  };
  const alarms = () => new cloudwatch.CloudWatchClient(clientOf(wire)).send(new cloudwatch.DescribeAlarmsCommand({}));
  return { wire, ask, alarms };
}

const THROTTLE = { door: 'call', fault: 'throttle', service: 'cloudwatch', times: 1 };

test('faults are set, strike, are told one by one, and end', async () => {
  const { ask, alarms } = await anEndpoint();
  expect(await ask('GET')).toEqual({ status: 200, said: { active: false, rules: [], struck: [] } });
  const set = await ask('PUT', JSON.stringify({ seed: 7, rules: [THROTTLE] }));
  expect(set).toMatchObject({
    status: 200,
    said: { active: true, seed: 7, rules: [{ ...THROTTLE, met: 0, struck: 0 }] },
  });

  await expect(alarms()).rejects.toMatchObject({ name: 'Throttling' });
  await alarms();
  const told = {
    seed: 7,
    rules: [{ ...THROTTLE, met: 2, struck: 1 }],
    struck: [
      {
        at: '2026-11-20T10:00:00.000Z',
        index: 0,
        door: 'call',
        fault: 'throttle',
        service: 'cloudwatch',
        operation: 'DescribeAlarms',
      },
    ],
  };
  expect(await ask('GET')).toMatchObject({ said: { active: true, ...told } });
  expect(await ask('DELETE')).toMatchObject({ status: 200, said: { active: false, ...told } });
  await alarms();
  expect(await ask('GET')).toMatchObject({ said: { active: false, ...told } });
});

test('new faults take the place of those before', async () => {
  const { ask, alarms } = await anEndpoint();
  await ask('PUT', JSON.stringify({ rules: [{ door: 'call', fault: 'throttle' }] }));
  await ask('PUT', JSON.stringify({ rules: [{ door: 'event', fault: 'lose' }] }));
  await alarms();
});

test.each([
  ['no JSON', 'nonsense', 'the body: '],
  ['no rules', '{"rules":[]}', 'rules: '],
  ['an unknown door', '{"rules":[{"door":"window","fault":"lose"}]}', 'rules.0.door: '],
  ['a fault of another door', '{"rules":[{"door":"event","fault":"kill"}]}', 'rules.0.fault: '],
  ['an unknown field', '{"rules":[{"door":"event","fault":"lose","colour":"red"}]}', 'colour'],
  ['a chance above 1', '{"rules":[{"door":"event","fault":"lose","chance":1.5}]}', 'rules.0.chance: '],
  ['bounds the wrong way', '{"rules":[{"door":"event","fault":"delay","seconds":[9,1]}]}', 'rules.0.seconds'],
])('%s is refused with the field named, and what was set stays', async (_, body, words) => {
  const { ask } = await anEndpoint();
  await ask('PUT', JSON.stringify({ rules: [THROTTLE] }));
  const refused = await ask('PUT', body);
  expect(refused).toMatchObject({ status: 400, said: { message: expect.stringContaining(words) } });
  expect(await ask('GET')).toMatchObject({ said: { active: true, rules: [THROTTLE] } });
});

test('a page of elsewhere can neither set nor read them', async () => {
  const { ask } = await anEndpoint();
  const body = JSON.stringify({ rules: [THROTTLE] });
  const elsewhere: Record<string, string>[] = [{ origin: 'http://evil.example' }, { 'sec-fetch-site': 'cross-site' }];
  for (const headers of elsewhere) {
    expect(await ask('PUT', body, headers)).toMatchObject({ status: 403 });
    expect(await ask('GET', undefined, headers)).toMatchObject({ status: 403 });
  }
  expect(await ask('GET')).toMatchObject({ said: { active: false } });
});
