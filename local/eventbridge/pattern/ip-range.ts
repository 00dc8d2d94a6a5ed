import { BlockList, isIP } from 'node:net';

/** Whether a text is an IP address, and if so which family Node calls it. */
function familyOf(address: string): 'ipv4' | 'ipv6' | undefined {
  const version = isIP(address);
  return version === 4 ? 'ipv4' : version === 6 ? 'ipv6' : undefined;
}

/** A test for addresses in a CIDR block. Throws an Error with AWS's reason when the block is malformed. */
export function ipRange(cidr: string): (address: string) => boolean {
  const [base = '', bits, ...rest] = cidr.split('/');
  if (bits === undefined || rest.length > 0) throw new Error("Malformed CIDR, one '/' required");
  if (!/^-?\d+$/.test(bits)) throw new Error('Malformed CIDR, mask bits must be an integer');
  if (bits.startsWith('-')) throw new Error('Malformed CIDR, mask bits must not be negative');

  const family = familyOf(base);
  if (family === undefined) throw new Error(`Nonstandard IP address: ${base}`);
  const most = family === 'ipv4' ? 32 : 128;
  if (Number(bits) >= most) throw new Error(`${family === 'ipv4' ? 'IPv4' : 'IPv6'} mask bits must be < ${most}`);

  const block = new BlockList();
  block.addSubnet(base, Number(bits), family);
  return (address) => familyOf(address) === family && block.check(address, family);
}

/** A test for one address in any of its spellings, or `undefined` when the text is no address. */
export function sameIp(text: string): ((address: string) => boolean) | undefined {
  const family = familyOf(text);
  if (family === undefined) return undefined;
  const block = new BlockList();
  block.addAddress(text, family);
  return (address) => familyOf(address) === family && block.check(address, family);
}
