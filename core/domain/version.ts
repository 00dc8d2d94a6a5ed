import type { DeploymentId, Digest, ServiceKey } from './names.ts';

/** One image digest in one repository, with what its labels say. Tags may move; nothing else changes. */
export interface Version {
  readonly repository: string;
  readonly digest: Digest;
  readonly tags: readonly string[];
  /** RFC 3339. */
  readonly pushedAt: string;
  /** Bytes, compressed, as the registry counts them. */
  readonly size: number;
  /** `linux/amd64` and the like; one entry for an image that is no index. */
  readonly platforms: readonly string[];
  readonly labels: Labels;
  readonly decisions: readonly Decision[];
}

/** A version as a line of the history shows it: what tells it apart, and what became of it. */
export interface VersionLine extends Pick<Version, 'repository' | 'digest' | 'tags' | 'pushedAt'> {
  readonly commit?: string;
  readonly decisions: readonly Pick<Decision, 'service' | 'tag' | 'outcome'>[];
}

/** What the OCI labels of an image say. They are the pusher's word: hostile until parsed, never a fact. */
export interface Labels {
  readonly commit?: string;
  readonly source?: string;
  /** RFC 3339. */
  readonly builtAt?: string;
  /** The semantic version that the label claims. */
  readonly version?: string;
  readonly runtime?: string;
  /** Which version is a fix, and how bad what it mends: `critical 1.4.3`. */
  readonly securityFix?: string;
  readonly components: Readonly<Record<string, string>>;
}

/** What a push led to, for one service that runs the repository. */
export interface Decision {
  readonly service: ServiceKey;
  readonly tag: string;
  readonly outcome: DecisionOutcome;
  readonly because: string;
  /** RFC 3339. */
  readonly at: string;
  readonly deployment?: DeploymentId;
}

/** `deploying` is a promise that is kept after the record is safe: it becomes `deployed`, `waiting` or `refused`. */
export type DecisionOutcome = 'recorded' | 'deploying' | 'deployed' | 'waiting' | 'held' | 'refused';
