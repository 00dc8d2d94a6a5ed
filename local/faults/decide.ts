import { fitsGlob } from '../iam/glob.ts';
import { type DrawState, draw } from './draw.ts';
import type { FaultRule, FaultRules } from './fault-rules.ts';
import { NAME_WORDS, type Occasion } from './occasion.ts';

/** Rules in force, and what they have seen so far. */
export interface FaultState {
  readonly draw: DrawState;
  readonly rules: readonly RuleState[];
}

interface RuleState {
  readonly rule: FaultRule;
  /** Occasions that fitted, and those of them that it struck. */
  readonly met: number;
  readonly struck: number;
}

/** What strikes an occasion. */
export interface Strike {
  /** The place of its rule in the list. */
  readonly index: number;
  readonly rule: FaultRule;
  /** For a delivery that is late, of the local AWS's time. */
  readonly seconds: number;
}

export interface Decision {
  readonly state: FaultState;
  readonly strike: Strike | undefined;
}

/** Rules that have seen nothing yet. */
export function freshState({ seed, rules }: FaultRules): FaultState {
  return { draw: seed, rules: rules.map((rule) => ({ rule, met: 0, struck: 0 })) };
}

/** What becomes of an occasion. Pure: the same rules, seed and order of occasions always give the same faults. */
export function decide(state: FaultState, occasion: Occasion): Decision {
  let { draw: at } = state;
  let strike: Strike | undefined;
  const rules = state.rules.map((one, index): RuleState => {
    if (!fits(one.rule, occasion)) return one;
    const met = one.met + 1;
    const { from, times, chance } = one.rule;
    if (strike !== undefined || met < from || one.struck >= (times ?? Number.POSITIVE_INFINITY)) return { ...one, met };
    if (chance < 1) {
      const [drawn, next] = draw(at);
      at = next;
      if (drawn >= chance) return { ...one, met };
    }
    const [seconds, next] = secondsOf(one.rule, at);
    at = next;
    strike = { index, rule: one.rule, seconds };
    return { ...one, met, struck: one.struck + 1 };
  });
  return { state: { draw: at, rules }, strike };
}

function fits(rule: FaultRule, occasion: Occasion): boolean {
  // A function dies at one of its calls.
  const door = rule.door === 'function' ? 'call' : rule.door;
  if (door !== occasion.door) return false;
  if (rule.door === 'function' && occasion.names.function === undefined) return false;
  const wanted: Occasion['names'] = rule;
  for (const word of NAME_WORDS) {
    const pattern = wanted[word];
    if (pattern !== undefined && !fitsGlob(pattern, occasion.names[word] ?? '')) return false;
  }
  if ('call' in rule && rule.call !== undefined && rule.call !== occasion.call) return false;
  return rule.about === undefined || occasion.text().includes(rule.about);
}

function secondsOf(rule: FaultRule, at: DrawState): readonly [seconds: number, next: DrawState] {
  if (rule.fault !== 'delay' && rule.fault !== 'reorder') return [0, at];
  if (typeof rule.seconds === 'number') return [rule.seconds, at];
  const [least, most] = rule.seconds;
  const [drawn, next] = draw(at);
  return [least + drawn * (most - least), next];
}
