import type { Digest } from '../../core/domain/names.ts';
import type { Happening } from './happening.ts';
import type { SimulatedWorld } from './simulated-world.ts';

/** What a person said about a deployment that waits for approval. */
interface Word {
  readonly by: string;
  readonly approved: boolean;
}

/** What really happened, kept apart from what Belay wrote down. */
export class Facts {
  /** Task definition → the deployment that registered it. */
  readonly registeredBy = new Map<string, string>();
  /** Deployment → what had succeeded last when its way back was captured: a way back of ECS that failed leaves its traffic on what has not. */
  readonly before = new Map<string, Digest | undefined>();
  /** Deployment → words that were sent, whether or not they were taken. */
  readonly words = new Map<string, Word[]>();
  /** Deployments that somebody wanted to cancel. */
  readonly cancelled = new Set<string>();
  /** Deployments that an alarm was accepted for: Belay said that it takes them back. */
  readonly takenBack = new Set<string>();
  /** Deployment → when its plan was written last, in milliseconds since 1970. */
  readonly planned = new Map<string, number>();
  /** Deployments that brought a task definition to ECS, forward or back. */
  readonly touched = new Set<string>();
  /** Deployment → how often ECS or a stranger led the service elsewhere while it was going back. */
  readonly ledAway = new Map<string, number>();
  /** Digests that a person allowed again. */
  readonly lifted = new Set<string>();
  /** Versions that Belay was told of, by digest and tag. */
  readonly pushed: { readonly digest: Digest; readonly tag: string }[] = [];
  readonly #world: SimulatedWorld;

  constructor(world: SimulatedWorld) {
    this.#world = world;
  }

  note(happening: Happening): void {
    if (happening.kind === 'registered' && happening.deployment !== undefined)
      this.registeredBy.set(happening.taskDefinition, happening.deployment);
    if (happening.kind === 'update' && happening.taskDefinition !== undefined) this.#sent();
    if (happening.kind === 'change' && happening.table === 'RollbackPoints' && happening.before === undefined)
      this.#captured();
    if (
      happening.kind === 'change' &&
      happening.sk === 'record#facts' &&
      happening.before?.plan !== happening.after?.plan
    )
      this.planned.set(happening.pk.slice('deployment#'.length), this.#world.clock.now());
    if (happening.kind === 'change' && happening.sk.startsWith('denied#') && happening.after === undefined)
      this.lifted.add(happening.sk.slice('denied#'.length));
    if (happening.kind === 'cancel') this.cancelled.add(happening.deployment);
    if (happening.kind === 'word') {
      const { deployment, by, approved } = happening;
      this.words.set(deployment, [...(this.words.get(deployment) ?? []), { by, approved }]);
    }
    if (happening.kind === 'alarm-answered')
      for (const { deployment } of happening.outcomes) if (deployment !== undefined) this.takenBack.add(deployment);
  }

  noteLedAway(): void {
    const { live } = this.#world.head();
    if (live?.phase === 'roll-back') this.ledAway.set(live.id, (this.ledAway.get(live.id) ?? 0) + 1);
  }

  #sent(): void {
    const { live } = this.#world.head();
    if (live !== undefined) this.touched.add(live.id);
  }

  #captured(): void {
    const { live } = this.#world.head();
    if (live === undefined || this.before.has(live.id)) return;
    this.before.set(live.id, this.#world.outside.service.lastSuccessful()?.digests.web);
  }
}
