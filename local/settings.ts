import { parseArgs } from 'node:util';

/** Where a person moves each port to. */
export const PORT_VARIABLES = {
  aws: 'BELAY_AWS_PORT',
  api: 'BELAY_API_PORT',
  registry: 'BELAY_REGISTRY_PORT',
} as const;

/** How the local mode was asked to run. */
export interface Settings {
  readonly story: boolean;
  /** End after the story. */
  readonly exit: boolean;
  readonly reset: boolean;
  readonly folder: string | undefined;
  readonly ports: { readonly aws: number; readonly api: number; readonly registry: number };
  /** Loopback address of the first load balancer. */
  readonly balancerAddress: string;
  /** Milliseconds of local time in one of real time. */
  readonly speed: number;
  readonly slackWebhook: string | undefined;
  /** Visitors a second of the story's service, while a deployment is under way. 0: none. */
  readonly visitors: number;
}

export const usage = `usage: npm start [-- --no-story | --exit] [--reset]
  --no-story  start empty, or with what is there
  --exit      end after the story, with status 0 only if it went as it should
  --reset     clear the state in .belay/ first
Ports: BELAY_API_PORT (4000), BELAY_AWS_PORT (4566), BELAY_REGISTRY_PORT (4510). Load balancers listen on
BELAY_BALANCER_ADDRESS (127.0.0.1) and the addresses after it. BELAY_FOLDER is where state is kept.
BELAY_SPEED (60) is how many times faster than real time the local AWS lives. BELAY_VISITORS (50) is how many
requests a second the story's service gets while something is under way. SLACK_WEBHOOK_URL sends the messages to a real Slack.
Faults for game days: /_local/faults at the AWS port (docs/local-mode.md).`;

export function readSettings(
  argv: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Settings {
  const values = parse(argv);
  if (values['no-story'] && values.exit) throw usageError('--no-story and --exit exclude each other');
  const ports = {
    aws: number(environment, PORT_VARIABLES.aws, 4566, 1, 65_535),
    api: number(environment, PORT_VARIABLES.api, 4000, 1, 65_535),
    registry: number(environment, PORT_VARIABLES.registry, 4510, 1, 65_535),
  };
  if (new Set(Object.values(ports)).size < 3)
    throw usageError(`${Object.values(PORT_VARIABLES).join(', ')} must be three different ports`);
  return {
    story: !values['no-story'],
    exit: values.exit,
    reset: values.reset,
    folder: environment.BELAY_FOLDER,
    ports,
    balancerAddress: loopback(environment, 'BELAY_BALANCER_ADDRESS', '127.0.0.1'),
    speed: number(environment, 'BELAY_SPEED', 60, 1, 3600),
    visitors: number(environment, 'BELAY_VISITORS', 50, 0, 1000),
    slackWebhook: webhook(environment.SLACK_WEBHOOK_URL),
  };
}

function parse(argv: readonly string[]) {
  const no = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({ args: [...argv], options: { 'no-story': no, exit: no, reset: no } }).values;
  } catch (error) {
    throw usageError(error instanceof Error ? error.message : String(error));
  }
}

function number(
  environment: Readonly<Record<string, string | undefined>>,
  name: string,
  usual: number,
  least: number,
  most: number,
): number {
  const text = environment[name];
  if (text === undefined || text === '') return usual;
  const value = Number(text);
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw usageError(`${name} is "${text}" and must be a whole number from ${least} to ${most}`);
}

function loopback(environment: Readonly<Record<string, string | undefined>>, name: string, usual: string): string {
  const address = environment[name] ?? usual;
  if (/^127(\.\d{1,3}){3}$/.test(address)) return address;
  throw usageError(`${name} is "${address}" and must be a loopback address, such as 127.0.0.2`);
}

function webhook(url: string | undefined): string | undefined {
  if (url === undefined || url === '' || URL.canParse(url)) return url === '' ? undefined : url;
  throw usageError('SLACK_WEBHOOK_URL is no address');
}

function usageError(message: string): Error {
  return Object.assign(new Error(message), { name: 'UsageError' });
}
