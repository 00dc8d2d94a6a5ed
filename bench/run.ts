import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { above, type Figure, isUnmeasured, type MeasuredFigure, take } from './figure.ts';
import { FIGURES } from './figures.ts';
import { asPage, inTerminal } from './show.ts';
import { withAssembly } from './whole-deployment.ts';

/** Measures the published figures and says which miss their bar. Gives the exit status. */
async function main(): Promise<number> {
  const { values } = parseArgs({
    options: { json: { type: 'boolean' }, only: { type: 'string' }, write: { type: 'boolean' } },
  });
  const chosen = choose(values.only);
  if (values.write && chosen.length < FIGURES.length)
    throw new Error('--write writes the whole page: leave out --only');
  const measured: MeasuredFigure[] = [];
  const missed: string[] = [];
  await withAssembly(async () => {
    for (const figure of chosen) {
      const one = await take(figure);
      if (isUnmeasured(one)) {
        const leftOut = `${figure.id} is left out: ${one.because}`;
        if (values.write) throw new Error(leftOut);
        console.error(leftOut);
        continue;
      }
      measured.push(one);
      missed.push(...above(figure, one.value));
      if (!values.json) console.log(`${inTerminal(one)}\n`);
    }
  });
  if (values.json) console.log(JSON.stringify({ figures: measured }));
  if (values.write) writeFileSync(new URL('../docs/figures.md', import.meta.url), asPage(FIGURES, measured, machine()));
  for (const one of missed) console.error(`bar missed: ${one}`);
  return missed.length === 0 ? 0 : 1;
}

function choose(only: string | undefined): readonly Figure[] {
  if (only === undefined) return FIGURES;
  const ids = only.split(',');
  const unknown = ids.filter((id) => !FIGURES.some((figure) => figure.id === id));
  if (unknown.length > 0)
    throw new Error(`there is no figure ${unknown.join(', ')}. There are ${FIGURES.map(({ id }) => id).join(', ')}.`);
  return FIGURES.filter(({ id }) => ids.includes(id));
}

function machine(): string {
  const date = new Date().toISOString().slice(0, 10);
  return `${date}, Node ${process.versions.node}, ${cpus().length} cores (${process.platform}, ${process.arch})`;
}

try {
  process.exit(await main());
} catch (error) {
  console.error(`belay: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(2);
}
