import type { Woke } from '../../core/domain/deployment.ts';
import type { DeploymentId } from '../../core/domain/names.ts';
import type { Machines } from '../../core/ports.ts';

/** A Step Functions that only remembers: what was started, and which tokens are open. */
export class FakeMachines implements Machines {
  readonly started: DeploymentId[] = [];
  readonly redeemed: string[] = [];
  /** What the machines were told, in order. */
  readonly told: Woke[] = [];
  /** Errors that ended waits. */
  readonly failed: string[] = [];
  /** Tokens that somebody waits on. */
  readonly open = new Set<string>();
  readonly over = new Set<DeploymentId>();

  executionOf(deployment: DeploymentId): string {
    return `execution:${deployment}`;
  }

  async start(deployment: DeploymentId): Promise<void> {
    if (!this.started.includes(deployment)) this.started.push(deployment);
  }

  async redeem(token: string, woke: Woke): Promise<'redeemed' | 'closed'> {
    if (!this.open.delete(token)) return 'closed';
    this.redeemed.push(token);
    this.told.push(woke);
    return 'redeemed';
  }

  async fail(token: string, error: string): Promise<'redeemed' | 'closed'> {
    if (!this.open.delete(token)) return 'closed';
    this.failed.push(error);
    return 'redeemed';
  }

  async ended(deployment: DeploymentId): Promise<boolean | undefined> {
    return this.started.includes(deployment) ? this.over.has(deployment) : undefined;
  }
}
