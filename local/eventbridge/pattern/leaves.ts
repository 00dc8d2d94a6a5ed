/** A value that a pattern can look at. Objects and arrays are only the way to it. */
export type Scalar = string | number | boolean | null;

export interface Leaf {
  /** Names from the root, joined by dots. Arrays leave no trace in it. */
  readonly path: string;
  readonly value: Scalar;
  /** For each array on the way that held objects or arrays: its number, and the element that this leaf is in. */
  readonly elements: ReadonlyMap<number, number>;
}

/** Every leaf of an event. An empty object or array has none, so `exists` does not see it. */
export function leavesOf(event: unknown): readonly Leaf[] {
  const leaves: Leaf[] = [];
  let arrays = 0;

  const visit = (value: unknown, path: string, elements: ReadonlyMap<number, number>): void => {
    if (Array.isArray(value)) {
      const array = arrays++;
      for (const [index, element] of value.entries()) {
        visit(element, path, isScalar(element) ? elements : new Map(elements).set(array, index));
      }
    } else if (value !== null && typeof value === 'object') {
      for (const [name, member] of Object.entries(value))
        visit(member, path === '' ? name : `${path}.${name}`, elements);
    } else if (isScalar(value)) {
      leaves.push({ path, value, elements });
    }
  };

  visit(event, '', new Map());
  return leaves;
}

function isScalar(value: unknown): value is Scalar {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}
