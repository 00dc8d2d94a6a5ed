import type { LocalPage } from '../wire/local-answer.ts';
import { readFaultRules } from './fault-rules.ts';
import type { Faults, OpenFaults } from './faults.ts';

/**
 * The faults that a person sets: PUT takes rules in place of those before, GET tells what they did, DELETE ends them; what they did can
 * still be read then.
 */
export function faultsPage(faults: Faults): LocalPage {
  let latest: OpenFaults | undefined;
  let active = false;
  const told = () => ({
    status: 200,
    value: { active, ...(latest?.report() ?? { rules: [], struck: [] }) },
  });
  return ({ method, body }) => {
    switch (method) {
      case 'GET':
        return told();
      case 'PUT': {
        const rules = readFaultRules(parsed(body));
        if ('wrong' in rules) return { status: 400, value: { message: `these faults were not set: ${rules.wrong}` } };
        latest?.close();
        latest = faults.open(rules);
        active = true;
        return told();
      }
      case 'DELETE':
        latest?.close();
        active = false;
        return told();
      default:
        return undefined;
    }
  };
}

/** What is no JSON is no faults either. */
function parsed(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString());
  } catch {
    return undefined;
  }
}
