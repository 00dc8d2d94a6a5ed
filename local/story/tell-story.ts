import { pushImage } from '../images/push-image.ts';
import type { RunningWorld } from '../run-world.ts';
import { type Api, apiAt, type Deployment, until, type Why } from './api.ts';
import { hasHeardAll, judgeStory, type StoryEnd, type Told } from './judge-story.ts';
import { imageOf, type Release } from './releases.ts';
import { restBetweenDeployments, startVisitors } from './visitors.ts';
import { WayBackWatch } from './way-back.ts';

const STACK = 'BelayExample';
const SERVICE = 'staging/web';
const ALARM = 'web-5xx';
/** Real seconds that one deployment may take before the story gives it up. */
const PATIENCE = 60;
/** Real seconds that Slack may need, after the API, to hear of an end. */
const HEARING = 15;

const RELEASES: readonly Release[] = [{ version: '1.0.0' }, { version: '1.1.0' }, { version: '1.2.0', failEvery: 4 }];

/** What the story tells Belay about the service, as any owner would. */
const SETTINGS = {
  cluster: 'example',
  containers: { web: 'web' },
  policy: { kind: 'semver', range: '>=1.0.0' },
  alarms: [ALARM],
  checks: [{ id: 'health', name: 'answers', url: '/healthz', timeout: '5s', interval: '1s' }],
  bake: '5m',
  minimumRequests: 50,
};

/** Was it told in this state folder before? Its versions can be pushed for the first time only once. */
export function wasTold(running: RunningWorld): boolean {
  return running.stacks.has(STACK);
}

/** Plays the story of three releases with real parts, and tells it. Visitors come afterwards too, whenever something is under way. */
export async function tellStory(
  running: RunningWorld,
  options: { readonly speed: number; readonly visitors: number; say(line: string): void },
): Promise<StoryEnd> {
  const began = performance.now();
  const say = (line: string): void =>
    options.say(`${((performance.now() - began) / 1000).toFixed(1).padStart(5)} s  ${line}`);
  const { world } = running;
  const api = apiAt(running.api);
  world.slack.onMessage = ({ text }) => say(`       Slack: ${text.split('\n')[0]}`);

  say(`A team has a service, "web": two tasks behind a load balancer, wired for blue/green (examples/).`);
  for (const repository of ['web', 'api'])
    await pushImage(world.registry.url, repository, 'placeholder', imageOf({ version: 'placeholder' }));
  const { outputs } = await running.deploy(STACK);
  await api.put(`/services/${SERVICE}`, SETTINGS);
  say(`It serves a placeholder at ${outputs.Url}. Belay may ship any version >=1.0.0 to it.`);

  const wayBack = new WayBackWatch(world, ALARM, '1.2.0');
  const load = startVisitors(String(outputs.Url), options.visitors, (answer) => wayBack.answered(answer));
  say(`${options.visitors} visitors a second come. A minute of AWS lasts ${60 / options.speed} s here.`);

  const deployments: Deployment[] = [];
  for (const release of RELEASES) deployments.push(await ship(running, api, release, say));
  const { messages: slack } = world.slack;
  // What does not come is told by who judges.
  await until('Slack', HEARING, async () => hasHeardAll({ deployments, slack }) || undefined).catch(() => false);
  const told: Told = {
    deployments,
    load: load?.report(),
    wayBack: wayBack.end(options.speed),
    slack,
  };
  if (load !== undefined) await restBetweenDeployments(world, load);
  const end = judgeStory(told);
  for (const line of end.lines) say(line);
  return end;
}

/** After a restart: visitors come to the story's service again, whenever something is under way. */
export async function resumeVisitors(running: RunningWorld, perSecond: number): Promise<void> {
  const load = startVisitors(String(running.stacks.get(STACK)?.outputs.Url), perSecond);
  if (load !== undefined) await restBetweenDeployments(running.world, load);
}

/** Pushes a release as a CI would, and follows what Belay makes of it. */
async function ship(
  { world }: RunningWorld,
  api: Api,
  release: Release,
  say: (line: string) => void,
): Promise<Deployment> {
  const digest = await pushImage(world.registry.url, 'web', release.version, imageOf(release));
  say('');
  say(
    `docker push web:${release.version}   ${digest.slice(0, 19)}${release.failEvery ? '   (it has a bug that only users will meet)' : ''}`,
  );
  const decision = await until(`a decision about ${release.version}`, PATIENCE, async () => {
    const { decisions } = await api.get<Why>(`/services/${SERVICE}/why`);
    return decisions.find(({ tag, outcome }) => tag === release.version && outcome !== 'deploying');
  });
  say(`       decision: ${decision.outcome}, because ${decision.because}`);
  const { deployment: id } = decision;
  if (id === undefined) throw new Error(`${release.version} was not deployed: ${decision.because}`);
  let told = 0;
  return until(`the end of ${id}`, PATIENCE, async () => {
    const deployment = await api.get<Deployment>(`/deployments/${id}`);
    for (const line of deployment.log.filter(({ seq }) => seq > told)) {
      say(`       ${line.text}`);
      told = line.seq;
    }
    return deployment.status === 'ended' ? deployment : undefined;
  });
}
