import { DescribeServicesCommand, type ECSClient, ListServicesCommand, type Service } from '@aws-sdk/client-ecs';

/** DescribeServices takes ten at a time. */
const AT_ONCE = 10;

/** The active services of a cluster with their tags, over all pages. */
export async function listServices(client: ECSClient, cluster: string): Promise<readonly Service[]> {
  const found: Service[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client.send(new ListServicesCommand({ cluster, maxResults: 100, nextToken }));
    const arns = page.serviceArns ?? [];
    for (let start = 0; start < arns.length; start += AT_ONCE) {
      const { services = [] } = await client.send(
        new DescribeServicesCommand({ cluster, services: arns.slice(start, start + AT_ONCE), include: ['TAGS'] }),
      );
      found.push(...services.filter(({ status }) => status === 'ACTIVE'));
    }
    nextToken = page.nextToken;
  } while (nextToken !== undefined);
  return found;
}
