type Step = string | number;

/** Reads `$.detail['a-b'].list[0]`, which is what EventBridge takes of JSONPath. `undefined` when it is malformed. */
export function jsonPath(text: string): ((document: unknown) => unknown) | undefined {
  if (!text.startsWith('$')) return undefined;
  const steps: Step[] = [];
  const pattern = /\.([^.[\]'"*?@()\s]+)|\['([^']+)'\]|\[(\d+)\]/y;
  pattern.lastIndex = 1;
  while (pattern.lastIndex < text.length) {
    const [, plain, quoted, index] = pattern.exec(text) ?? [];
    const step = plain ?? quoted ?? (index === undefined ? undefined : Number(index));
    if (step === undefined) return undefined;
    steps.push(step);
  }
  return (document) => steps.reduce(memberOf, document);
}

function memberOf(value: unknown, step: Step): unknown {
  if (Array.isArray(value)) return typeof step === 'number' ? value[step] : undefined;
  return value !== null && typeof value === 'object'
    ? Object.entries(value).find(([name]) => name === step)?.[1]
    : undefined;
}
