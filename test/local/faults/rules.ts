import { type FaultRules, readFaultRules, type WrittenFaults } from '../../../local/faults/fault-rules.ts';

/** Faults as somebody writes them, read as the local AWS reads them. Throws when they are none. */
export function faultRules(written: WrittenFaults): FaultRules {
  const read = readFaultRules(written);
  if ('wrong' in read) throw new Error(read.wrong);
  return read;
}
