/** What a schema says about how a shape or a member travels. */
export interface Traits {
  readonly sensitive: boolean;
  /** Bound to the path, the body, the status or the whole query string of a REST request or answer. */
  readonly label: boolean;
  readonly payload: boolean;
  readonly status: boolean;
  readonly query: string | undefined;
  readonly header: string | undefined;
  readonly flattened: boolean;
  readonly xmlName: string | undefined;
  readonly http: readonly [method: string, path: string, status: number] | undefined;
}

const LABEL = 1;
const SENSITIVE = 8;
const PAYLOAD = 16;
const STATUS = 32;

/** Reads a schema's traits: a number is a vector of flags, an object names them. */
export function traitsOf(traits: unknown): Traits {
  const flags = typeof traits === 'number' ? traits : 0;
  const named: Readonly<Record<string, unknown>> = typeof traits === 'object' && traits !== null ? { ...traits } : {};
  return {
    sensitive: (flags & SENSITIVE) !== 0 || named.sensitive === 1,
    label: (flags & LABEL) !== 0 || named.httpLabel === 1,
    payload: (flags & PAYLOAD) !== 0 || named.httpPayload === 1,
    status: (flags & STATUS) !== 0 || named.httpResponseCode === 1,
    query: text(named.httpQuery),
    header: text(named.httpHeader),
    flattened: named.xmlFlattened === 1,
    xmlName: text(named.xmlName),
    http: httpOf(named.http),
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function httpOf(value: unknown): Traits['http'] {
  if (!Array.isArray(value)) return undefined;
  const [method, path, status]: unknown[] = value;
  return [String(method), String(path), Number(status)];
}
