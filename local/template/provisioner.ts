/** How one type of CloudFormation resource comes to life on the local AWS. */

/** Properties of a resource, with every intrinsic function resolved. Hostile until parsed. */
export type Properties = Readonly<Record<string, unknown>>;

/** What `Ref` and `Fn::GetAtt` of a resource give. */
export interface Provisioned {
  /** What `Ref` gives: for most types a name or an ARN, as the CloudFormation reference says. */
  readonly ref: string;
  /** What `Fn::GetAtt` gives, by attribute name (`Arn`, `StreamArn`, `Outputs.X` …). */
  readonly attributes: Readonly<Record<string, string>>;
}

export interface ResourceContext {
  readonly stack: string;
  readonly logicalId: string;
  /** The resource's `Metadata`, such as `aws:asset:path`. */
  readonly metadata: Properties;
  /** Folder of the synthesized template: relative asset paths start here. */
  readonly directory: string;
  /** What the same resource gave in the last run, when it was made before; `undefined` the first time. */
  readonly previous: Provisioned | undefined;
}

export interface Provisioner {
  /**
   * Makes the resource, or brings it up to what the properties say now (it runs again at every start, and must then be
   * idempotent and keep the data). Throws with a message that names the property when it cannot.
   */
  provision(properties: Properties, context: ResourceContext): Provisioned | Promise<Provisioned>;
}

/** A physical name in CloudFormation's manner for a resource that was given none. */
export function physicalName(context: ResourceContext): string {
  return `${context.stack}-${context.logicalId}`;
}
