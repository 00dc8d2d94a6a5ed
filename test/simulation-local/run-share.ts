import { readAssembly } from '../../local/template/cloud-assembly.ts';
import { startFleet } from './fleet.ts';
import { runSchedules } from './run-schedules.ts';

/** A process of its own: one world, and the schedules of its seeds. Each outcome goes to the parent. */
const [folder = '', speed = '', ...seeds] = process.argv.slice(2);
const fleet = await startFleet({ assembly: readAssembly(folder), beside: 5, inPlace: 3, speed: Number(speed) });
try {
  await runSchedules(fleet, seeds.map(Number), (outcome) => process.send?.(outcome));
} finally {
  await fleet.stop();
}
process.exit(0);
