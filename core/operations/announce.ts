import { announcement, whenAnnounced } from '../domain/announcement.ts';
import type { DeploymentId, ServiceKey } from '../domain/names.ts';
import type { ServiceSettings, ServiceState } from '../domain/service.ts';
import type { WaitingDeployment } from '../domain/waiting-deployment.ts';
import type { Ports } from '../ports.ts';

export type AnnouncePorts = Pick<Ports, 'schedules' | 'notices' | 'clock'>;

/** Announces a deployment that will start by the clock: now where that is near, else by a one-time schedule. Once for each time at which it is to start. */
export async function announce(
  { schedules, notices, clock }: AnnouncePorts,
  settings: ServiceSettings,
  waiting: WaitingDeployment,
): Promise<void> {
  const { id, to, by, expectedAt } = waiting;
  const { key: service } = settings;
  const now = clock.now();
  const due = whenAnnounced(settings, waiting, now);
  if (due === undefined) return;
  if (due > now)
    return schedules.announceAt(`${id}-soon-${Date.parse(expectedAt)}`, new Date(due).toISOString(), {
      service,
      deployment: id,
    });
  await notices.tell(`${id}#announced#${expectedAt}`, {
    service,
    event: 'version:update:announced',
    at: new Date(now).toISOString(),
    text: announcement(service, waiting, now),
    data: { waiting: id, version: to.version, digest: to.digest, by, until: expectedAt },
  });
}

/** The time for an announcement has come, says its schedule: what was taken out or has begun is not announced, what was put off is later. */
export async function announceDue(
  ports: AnnouncePorts & Pick<Ports, 'services' | 'deployments'>,
  { service, deployment: id }: { readonly service: ServiceKey; readonly deployment: DeploymentId },
): Promise<void> {
  const [state, begun] = await Promise.all([ports.services.get(service), ports.deployments.get(id)]);
  const waiting = state?.waiting.find((one) => one.id === id);
  if (state !== undefined && waiting !== undefined && begun === undefined)
    await announce(ports, state.settings, waiting);
}

/** The same for all that waits at a service, now that something has changed that may put it off. */
export async function announceAll(ports: AnnouncePorts, { settings, waiting }: ServiceState): Promise<void> {
  for (const one of waiting) await announce(ports, settings, one);
}
