import { type Finding, findingsOf } from '../finding.ts';
import { seenOf } from '../seen.ts';
import type { TaskReading } from './reading.ts';

const ARCHITECTURE: Readonly<Record<string, string>> = { X86_64: 'amd64', ARM64: 'arm64' };

/** Can the machine of the tasks run the image? */
export function checkPlatform({ settings, asked, taskDefinition, ecs }: TaskReading): readonly Finding[] {
  const definition = seenOf(taskDefinition);
  if (asked.kind !== 'there' || definition === undefined) return [];
  const { cpuArchitecture, operatingSystem = 'LINUX' } = definition;
  const find = findingsOf('platform');
  const what = `${asked.to.version} (${asked.platforms.join(', ') || 'no platform'})`;
  if (cpuArchitecture === undefined && seenOf(ecs)?.launchType === 'EC2')
    return [
      find.unknown(
        what,
        'the task definition names no architecture, so it is that of the container instances',
        `aws ecs list-container-instances --cluster ${settings.cluster}`,
      ),
    ];
  const system = operatingSystem === 'LINUX' ? 'linux' : 'windows';
  const wanted = `${system}/${ARCHITECTURE[cpuArchitecture ?? 'X86_64']}`;
  if (asked.platforms.some((one) => one === wanted || one.startsWith(`${wanted}/`)))
    return [find.ok(what, `runs on ${wanted}`)];
  return [
    find.refused(
      'Unsupported',
      what,
      `its tasks run on ${wanted}, and the image has nothing for it`,
      `docker buildx build --platform ${wanted} --push --tag <repository>:<tag> .`,
    ),
  ];
}
