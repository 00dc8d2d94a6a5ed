import * as sfnModule from '@aws-sdk/client-sfn';
import { sfnMachines } from '../../functions/aws/sfn-machines.ts';
import { Bench, invoke } from '../../local/step-functions/cases/bench.ts';
import { aDeployment } from '../builders.ts';
import { FakeMachines } from '../fakes/fake-machines.ts';
import { aWire, clientOf } from '../local/wire/a-wire.ts';
import { machinesContract } from './machines.ts';
import { Witness } from './witness.ts';

const witness = new Witness('machines');
const { id } = aDeployment();

machinesContract('that only remember', async () => {
  const machines = new FakeMachines();
  machines.open.add('token');
  return {
    ...witness.fakes({ machines }),
    begun: () => machines.started.length,
    token: () => 'token',
    heard: async () => machines.told[0] ?? machines.failed[0],
    async settle() {
      if (!machines.open.has('token')) machines.over.add(id);
    },
  };
});

machinesContract('of Step Functions', async () => {
  const bench = new Bench();
  const tokens: string[] = [];
  bench.functions.work = ({ token = '' }) => void tokens.push(token);
  const machine = bench.machine('deploy', { Wait: invoke('.waitForTaskToken', { TimeoutSeconds: 60 }) });
  const wire = await aWire({ services: [{ module: sfnModule, service: bench.stepFunctions.service }] });
  return {
    ...witness.adapters({ machines: sfnMachines(new sfnModule.SFNClient(clientOf(wire)), machine) }),
    begun: () => tokens.length,
    token: () => tokens[0] ?? '',
    async heard() {
      const { output, error } = await bench.end(`${machine.replace(':stateMachine:', ':execution:')}:${id}`);
      return output ?? error;
    },
    settle: () => bench.settle(),
  };
});

witness.testifies();
