import type { Figure, MeasuredFigure, Value } from './figure.ts';

/** A figure as lines for a terminal. */
export function inTerminal({ id, what, unit, value, peer, peerWhat }: MeasuredFigure): string {
  const lines = [`${id}: ${what}`, `  ${inWords(value)} (${unit})`];
  if (peer !== null) lines.push(`  beside it: ${inWords(peer)} – ${peerWhat}`);
  return lines.join('\n');
}

/** The page docs/figures.md. */
export function asPage(figures: readonly Figure[], measured: readonly MeasuredFigure[], machine: string): string {
  const parts = measured.map((one) =>
    section(
      figures.find(({ id }) => id === one.id),
      one,
    ),
  );
  return `# Figures

What Belay costs and how quick it is, counted rather than timed wherever that is possible. This page is written by \`npm run bench -- --write\`;
\`npm run bench\` measures everything again and fails when a bar is missed, \`npm run bench -- --only ${measured[0]?.id}\` one figure,
and \`--json\` prints them for programs. Measured on ${machine}.

What no laptop can measure: how long a hop on AWS takes, how long a load balancer takes to spread new weights, how long ECS takes to place a task.
Where such times are part of a figure it says so, with the formula; the latencies stand in [bench/hops.ts](../bench/hops.ts), the prices in
[bench/prices.ts](../bench/prices.ts).

${parts.join('\n')}`;
}

function section(figure: Figure | undefined, { id, what, unit, value, floor, peer, peerWhat }: MeasuredFigure): string {
  const points = typeof value === 'number' ? [''] : Object.keys(value);
  const rows = points.map((point) => {
    const cells = [value, figure?.bar, floor ?? undefined, peer ?? undefined].map((one) => at(one, point));
    return `| ${[point === '' ? unit : point, ...cells].join(' | ')} |`;
  });
  const others = otherPoints(peer, points);
  return `## ${id}

${sentence(what)} Unit: ${unit}.

| | Belay | bar | floor | beside it |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
${peerWhat === null ? '' : `\nBeside it: ${peerWhat}${others === '' ? '' : ` (${others})`}.\n`}
How: ${figure?.how}

Again: \`npm run bench -- --only ${id}\`
`;
}

function at(value: Value | undefined, point: string): string {
  if (value === undefined) return '';
  return String(typeof value === 'number' ? value : (value[point] ?? ''));
}

/** Of a peer that was measured at other points than ours. */
function otherPoints(peer: Value | null, points: readonly string[]): string {
  if (peer === null || typeof peer === 'number') return '';
  return inWords(Object.fromEntries(Object.entries(peer).filter(([point]) => !points.includes(point))));
}

function inWords(value: Value): string {
  if (typeof value === 'number') return String(value);
  return Object.entries(value)
    .map(([point, number]) => `${point} ${number}`)
    .join(' · ');
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
