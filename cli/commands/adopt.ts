import type { Proposal } from '../../core/domain/adoption.ts';
import type { Missing } from '../../core/domain/missing-grants.ts';
import type { Adoption } from '../../core/operations/adopt.ts';
import type { Answer, Command, Invocation } from '../command.ts';
import { EXIT, Failure } from '../exit-code.ts';

export const adopt: Command = {
  usage: 'adopt [<cluster> | <environment>/<service>] [--environment <name>] [--dry-run] [--yes] [--reason …]',
  summary: 'find services that run, and tell Belay of them by digest; changes nothing about them',
  takes: 1,
  flags: ['environment', 'dry-run', 'yes', 'reason'],
  async run(invocation) {
    const { client, flags } = invocation;
    const wanted = bodyFor(invocation);
    const found = await client.post<Adoption>('/adoptions', { ...wanted, dryRun: true });
    const open = found.services.filter(({ outcome }) => outcome === 'proposed');
    if (flags['dry-run'] || open.length === 0) return { text: textOf(found), data: found };
    if (!flags.yes) {
      invocation.tell(textOf(found));
      await confirm(invocation, `Adopt ${open.map(({ service }) => service).join(', ')}?`);
    }
    const adopted = await client.post<Adoption>('/adoptions', {
      ...wanted,
      // What was shown is what is adopted, whatever was started meanwhile.
      services: open.map(({ service }) => service.slice(service.indexOf('/') + 1)),
      cluster: found.cluster,
      dryRun: false,
      ...(flags.reason && { reason: flags.reason }),
    });
    return answerFor(found, adopted, flags.yes);
  },
};

/** The API takes the cluster, or finds the one that is meant by the environment. */
function bodyFor({ arguments: [name], flags }: Invocation): object {
  const { environment } = flags;
  if (name?.includes('/') !== true) return { ...(name && { cluster: name }), ...(environment && { environment }) };
  const [first = '', service = ''] = name.split('/');
  if (environment !== undefined && environment !== first)
    throw new Failure(EXIT.usage, `${name} is in ${first}, and --environment says ${environment}`);
  return { environment: first, services: [service] };
}

async function confirm({ ask }: Invocation, question: string): Promise<void> {
  if (ask === undefined) throw new Failure(EXIT.usage, 'nobody is there to ask: give --yes, or --dry-run to see only');
  if (!(await ask(question))) throw new Failure(EXIT.cancelled, 'nothing was adopted');
}

/** Those that were not open are shown as they were found; who was asked has seen them. */
function answerFor(found: Adoption, adopted: Adoption, whole: boolean): Answer {
  const now = (one: Proposal): Proposal => adopted.services.find(({ service }) => service === one.service) ?? one;
  const data = { ...found, services: found.services.map(now) };
  const done = adopted.services.map(
    ({ service, outcome, madeAlarm }) => `${service} is ${outcome}; ${touched(madeAlarm)}`,
  );
  return { text: whole ? textOf(data) : done.join('\n'), data };
}

function textOf({ cluster, services, cannotKnow }: Adoption): string {
  if (services.length === 0) return `${cluster} has no service`;
  const asked = `Belay cannot know:\n${cannotKnow.map((line) => `  - ${line}`).join('\n')}`;
  return [...services.map(describe), asked].join('\n\n');
}

function touched(alarm: string | undefined): string {
  return alarm === undefined
    ? 'nothing in AWS was touched'
    : `the alarm ${alarm} was made, and nothing else in AWS was touched`;
}

const HEADS: Readonly<Record<Proposal['outcome'], string>> = {
  proposed: 'can be adopted',
  adopted: 'is adopted',
  already: 'is adopted already; nothing was changed',
  impossible: 'cannot be adopted',
};

function describe({
  service,
  outcome,
  because,
  containers,
  alarms,
  madeAlarm,
  runs,
  missing,
  notes,
}: Proposal): string {
  const head = `${service} ${HEADS[outcome]}${outcome === 'adopted' ? `; ${touched(madeAlarm)}` : ''}`;
  // Its settings are its own by now: what Belay would propose today is no news.
  if (outcome === 'already') return head;
  if (outcome === 'impossible') return [head, `  ${because}`, ...missing.map(missed)].join('\n');
  const images = Object.entries(containers).map(([container, repository]) => `${container} from ${repository}`);
  return [
    head,
    `  runs        ${runs === undefined ? 'nothing by digest' : `${runs.version} (${runs.digest})`}`,
    `  containers  ${images.join(', ')}`,
    `  policy      manual`,
    `  alarms      ${alarms.join(', ') || 'none'}${madeAlarm === undefined ? '' : ' (made by Belay)'}`,
    ...notes.map((note) => `  note: ${note}`),
    ...missing.map(missed),
  ].join('\n');
}

function missed({ kind, what, paste }: Missing): string {
  return `  missing ${kind}: ${what}${paste === undefined ? '' : `\n    ${paste}`}`;
}
