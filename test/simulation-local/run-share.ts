import { startFleet } from './fleet.ts';
import { runSchedules } from './run-schedules.ts';

/** A process of its own: one world, and the schedules of its seeds. Each outcome goes to the parent. */
const fleet = await startFleet(5, 3);
const end = async (code: number): Promise<void> => {
  await fleet.stop();
  process.exit(code);
};
// Ctrl-C, or a parent that is gone: no process of a task stays behind.
for (const signal of ['SIGINT', 'SIGTERM', 'disconnect']) process.once(signal, () => void end(1));
try {
  await runSchedules(fleet, process.argv.slice(2).map(Number), (outcome) => process.send?.(outcome));
  await end(0);
} catch (error) {
  console.error(error);
  await end(1);
}
