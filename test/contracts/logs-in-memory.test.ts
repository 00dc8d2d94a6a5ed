import { VirtualClock } from '../../local/kernel/virtual-clock.ts';
import { FakeLogs } from '../fakes/fake-logs.ts';
import { logsContract } from './logs.ts';

logsContract('in memory', async () => {
  const clock = new VirtualClock();
  const logs = new FakeLogs(() => clock.now());
  return {
    logs,
    write: (group, stream, ...texts) => logs.write(group, stream, ...texts),
    close: (group) => void logs.closed.add(group),
    now: () => clock.now(),
  };
});
