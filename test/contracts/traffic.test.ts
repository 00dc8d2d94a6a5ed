import * as elbModule from '@aws-sdk/client-elastic-load-balancing-v2';
import { elbTraffic } from '../../functions/aws/elb-traffic.ts';
import { ScaledClock } from '../../local/kernel/scaled-clock.ts';
import { fakeWorld } from '../fakes/fake-world.ts';
import { aBlueGreen, aProcess, until } from '../local/elb/an-elb.ts';
import { aWire, clientOf } from '../local/wire/a-wire.ts';
import { trafficContract } from './traffic.ts';
import { Witness } from './witness.ts';

const witness = new Witness('traffic');
/** A minute of the load balancer lasts so much of a second. */
const FAST = 600;

trafficContract('that is played', async () => {
  const { kept, surroundings } = await fakeWorld();
  const missing = { group: 'targetgroup/none', rule: 'listener-rule/none' };
  for (const name of Object.values(missing)) surroundings.gone.add(name);
  return {
    ...witness.fakes({ traffic: kept.traffic }),
    wiring: {
      targetGroup: 'targetgroup/blue',
      container: 'web',
      alternate: 'targetgroup/green',
      productionRule: 'listener-rule/production',
    },
    missing,
    healthy: 2,
  };
});

trafficContract('through Elastic Load Balancing', async () => {
  const { elb, blue, green, rule } = await aBlueGreen({ clock: new ScaledClock(FAST), delay: 5 });
  const processes = await Promise.all(['one', 'two'].map((name) => aProcess(name)));
  for (const { target } of processes) elb.register(blue, target);
  await until(() => processes.every(({ target }) => elb.health(blue, target) === 'healthy'));
  const wire = await aWire({ services: [{ module: elbModule, service: elb.service }] });
  return {
    ...witness.adapters({ traffic: elbTraffic(new elbModule.ElasticLoadBalancingV2Client(clientOf(wire))) }),
    wiring: { targetGroup: blue, container: 'web', alternate: green, productionRule: rule },
    missing: { group: other(blue), rule: other(rule) },
    healthy: 2,
  };
});

witness.testifies();

/** The name with other letters at its end: of the same kind, and not there. */
function other(arn: string): string {
  return `${arn.slice(0, -4)}0000`;
}
