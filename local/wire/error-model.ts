/** How the SDK's model describes one exception of a service. */
export interface ErrorModel {
  readonly name: string;
  readonly status: number | undefined;
  /** The code of the Query protocol, where it differs from the name (`RuleNotFound`). */
  readonly queryCode: string | undefined;
  readonly messageMember: 'message' | 'Message';
}

/** Reads an exception's schema; the client package's own base class has no model and gives `undefined`. */
export function errorModelOf(schema: readonly unknown[]): ErrorModel | undefined {
  const [, namespace, name, traits, members] = schema;
  if (String(namespace).startsWith('smithy.ts.sdk.synthetic')) return undefined;
  const named: Readonly<Record<string, unknown>> = typeof traits === 'object' && traits !== null ? { ...traits } : {};
  const [queryCode]: unknown[] = Array.isArray(named.awsQueryError) ? named.awsQueryError : [];
  return {
    name: String(name),
    status: typeof named.httpError === 'number' ? named.httpError : undefined,
    queryCode: typeof queryCode === 'string' ? queryCode : undefined,
    messageMember: Array.isArray(members) && members.includes('Message') ? 'Message' : 'message',
  };
}
