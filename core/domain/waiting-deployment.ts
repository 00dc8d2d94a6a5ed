import type { Deployment } from './deployment.ts';
import type { Direction } from './direction.ts';
import type { DeploymentId } from './names.ts';

/** A deployment that a person asked for and that waits: for its time, for its turn, or for a block to end. */
export interface WaitingDeployment
  extends Pick<
    Deployment,
    'to' | 'repository' | 'strategy' | 'options' | 'expected' | 'first' | 'by' | 'reason' | 'forced'
  > {
  /** The id that the deployment will have: whoever starts it, and however often, it starts once. */
  readonly id: DeploymentId;
  /** Which way its person means it to go. */
  readonly direction?: Direction;
  /** When it was asked for. RFC 3339, as all times here. */
  readonly askedAt: string;
  /** It does not start before. */
  readonly at: string;
  /** When it is expected to: what blocks with an end is over then. Where that ends earlier it starts earlier. */
  readonly expectedAt: string;
  /** From then on it is given up. */
  readonly until: string;
  /** What became of it, where it waits no more. It is shown for a day. */
  readonly ended?: {
    readonly at: string;
    readonly outcome: 'started' | 'given-up' | 'cancelled';
    readonly because: string;
  };
}
