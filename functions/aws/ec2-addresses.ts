import { parseXML } from '@aws-sdk/xml-builder';
import * as z from 'zod/mini';
import type { SignedPost } from './signed-post.ts';

const API_VERSION = '2016-11-15';
const Subnet = z.object({ subnetId: z.string(), availableIpAddressCount: z.coerce.number() });
/** One item is not a list in the XML, and no item is an empty text. */
const Described = z.object({
  DescribeSubnetsResponse: z.object({
    subnetSet: z.union([z.literal(''), z.object({ item: z.union([Subnet, z.array(Subnet)]) })]),
  }),
});
const Problem = z.object({ Code: z.string(), Message: z._default(z.string(), '') });
const Failed = z.object({
  Response: z.object({ Errors: z.object({ Error: z.union([Problem, z.array(Problem)]) }) }),
});

/**
 * Addresses that are free, by subnet. Amazon EC2 has a protocol of its own, and its client weighs 1.4 MB, where the largest function has 0.3.
 * Throws an error that has AWS's code as its name.
 */
export async function freeAddresses(
  post: SignedPost,
  subnets: readonly string[],
): Promise<Readonly<Record<string, number>>> {
  const form = new URLSearchParams({ Action: 'DescribeSubnets', Version: API_VERSION });
  for (const [index, id] of subnets.entries()) form.set(`SubnetId.${index + 1}`, id);
  const answer = await post({ 'content-type': 'application/x-www-form-urlencoded' }, form.toString());
  const read: unknown = parseXML(await answer.text());
  if (!answer.ok) throw problemIn(read, answer.status);
  const { subnetSet } = Described.parse(read).DescribeSubnetsResponse;
  const found = subnetSet === '' ? [] : [subnetSet.item].flat();
  return Object.fromEntries(found.map(({ subnetId, availableIpAddressCount }) => [subnetId, availableIpAddressCount]));
}

function problemIn(read: unknown, status: number): Error {
  const { data } = Failed.safeParse(read);
  const [problem] = data === undefined ? [] : [data.Response.Errors.Error].flat();
  return Object.assign(new Error(problem?.Message ?? `DescribeSubnets: ${status}`), {
    name: problem?.Code ?? `Http${status}`,
  });
}
