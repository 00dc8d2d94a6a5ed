import type { DeploymentId } from '../../core/domain/names.ts';
import type { Machines } from '../../core/ports.ts';

/** A Step Functions that only remembers: what was started, and which tokens are open. */
export class FakeMachines implements Machines {
  readonly started: DeploymentId[] = [];
  readonly redeemed: string[] = [];
  /** Tokens that somebody waits on. */
  readonly open = new Set<string>();
  readonly over = new Set<DeploymentId>();

  async start(deployment: DeploymentId): Promise<{ execution: string; already: boolean }> {
    const already = this.started.includes(deployment);
    if (!already) this.started.push(deployment);
    return { execution: `execution:${deployment}`, already };
  }

  async redeem(token: string): Promise<'redeemed' | 'closed'> {
    if (!this.open.delete(token)) return 'closed';
    this.redeemed.push(token);
    return 'redeemed';
  }

  async ended(deployment: DeploymentId): Promise<boolean | undefined> {
    return this.started.includes(deployment) ? this.over.has(deployment) : undefined;
  }
}
