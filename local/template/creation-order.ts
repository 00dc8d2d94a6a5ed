/**
 * An order in which everything comes after what it needs, and otherwise as it was written. Names that are not among the
 * keys are no dependencies. A circle is an error that names it.
 */
export function creationOrder(needs: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const order: string[] = [];
  const done = new Set<string>();
  const path: string[] = [];

  function visit(name: string): void {
    if (done.has(name)) return;
    if (path.includes(name)) {
      const circle = [...path.slice(path.indexOf(name)), name];
      throw new Error(`circular dependency between resources: ${circle.join(' -> ')}`);
    }
    path.push(name);
    for (const need of needs.get(name) ?? []) {
      if (needs.has(need)) visit(need);
    }
    path.pop();
    done.add(name);
    order.push(name);
  }

  for (const name of needs.keys()) visit(name);
  return order;
}
