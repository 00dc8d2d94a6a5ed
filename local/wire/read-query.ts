/** A form-encoded Query request (`Rules.member.1.Field=x`) as the values that its model describes. */

import { scalarOf } from './scalar.ts';
import type { Shape, Structure } from './sdk-model.ts';

type Node = { text: string | undefined; readonly children: Map<string, Node> };

/** Reads the parameters beside `Action` and `Version`. What the model does not know stays in, for the validation to refuse. */
export function readQuery(model: Structure, form: URLSearchParams): unknown {
  const root: Node = { text: undefined, children: new Map() };
  for (const [name, value] of form) {
    if (name === 'Action' || name === 'Version') continue;
    let node = root;
    for (const part of name.split('.')) {
      let child = node.children.get(part);
      if (child === undefined) {
        child = { text: undefined, children: new Map() };
        node.children.set(part, child);
      }
      node = child;
    }
    node.text = value;
  }
  return structureOf(model, root);
}

function structureOf(model: Structure, node: Node): unknown {
  const byWireName = new Map(
    [...model.members.values()].map((member) => [member.traits.xmlName ?? member.name, member]),
  );
  const entries: [string, unknown][] = [];
  for (const [name, child] of node.children) {
    const member = byWireName.get(name) ?? model.members.get(name);
    if (member === undefined) entries.push([name, child.text ?? '']);
    else entries.push([member.name, valueAt(member.shape(), child, member.traits.flattened)]);
  }
  return Object.fromEntries(entries);
}

function valueAt(shape: Shape, node: Node, flattened: boolean): unknown {
  if (shape.kind === 'structure') return structureOf(shape, node);
  if (shape.kind === 'list')
    return numbered(flattened ? node : node.children.get('member')).map((item) => valueAt(shape.item(), item, false));
  if (shape.kind === 'map') {
    const entries = numbered(flattened ? node : node.children.get('entry')).map((entry): [string, unknown] => {
      const value = entry.children.get('value');
      return [entry.children.get('key')?.text ?? '', value === undefined ? '' : valueAt(shape.value(), value, false)];
    });
    return Object.fromEntries(entries);
  }
  return scalarOf(shape.kind, node.text ?? '');
}

/** Children named 1, 2, 3 … in the order of their numbers; an empty parameter is the empty list. */
function numbered(node: Node | undefined): Node[] {
  if (node === undefined) return [];
  return [...node.children].sort(([a], [b]) => Number(a) - Number(b)).map(([, child]) => child);
}
