import { put, type Template } from '../story/template.ts';

/** How a service of a lane is wired: `beside` with two target groups, `in place` with one. */
export type Wiring = 'beside' | 'in place';

export interface LaneName {
  /** Of the service, its repository, its container and its alarm. */
  readonly name: string;
  readonly wiring: Wiring;
}

/** The example's own services, which the lanes are copies of. They run no tasks themselves. */
const ORIGINALS = { beside: { id: 'Web', name: 'web' }, 'in place': { id: 'Api', name: 'api' } } as const;

/** A change of the example: each lane is a copy of one of its services, with a path of its own and one task. */
export function addLanes(template: Template, lanes: readonly LaneName[]): void {
  for (const [index, lane] of lanes.entries()) Object.assign(template.Resources, copied(template, lane, 1 + index));
  for (const { id } of Object.values(ORIGINALS)) put(template, 'AWS::ECS::Service', id, ['DesiredCount'], 0);
}

/** A copy is the text of the original with other names; its alarm is made by hand, because no visitors come that it could count. */
function copied(template: Template, { name, wiring }: LaneName, priority: number): Template['Resources'] {
  const original = ORIGINALS[wiring];
  const own = Object.entries(template.Resources).filter(
    ([id, { Type }]) => new RegExp(`^${original.id}[A-Z]`).test(id) && Type !== 'AWS::CloudWatch::Alarm',
  );
  const text = JSON.stringify(Object.fromEntries(own))
    .replaceAll(new RegExp(`"${original.id}([A-Z]\\w*)"`, 'g'), `"${logical(name)}$1"`)
    .replaceAll(new RegExp(`\\b${original.name}\\b`, 'g'), name)
    .replaceAll('"/*"', `"/${name}/*"`)
    .replaceAll(/"Priority":\d+/g, `"Priority":${priority}`)
    .replaceAll(/"DesiredCount":\d+/g, '"DesiredCount":1');
  return JSON.parse(text) as Template['Resources'];
}

/** `lane-01` → `Lane01` */
function logical(name: string): string {
  return name.replaceAll(/(^|-)(\w)/g, (_match, _dash, letter: string) => letter.toUpperCase());
}
