import { DescribeTaskDefinitionCommand, type ECSClient, type TaskDefinition } from '@aws-sdk/client-ecs';
import { bytesOf } from './bytes-of.ts';
import { unknownFields } from './unknown-fields.ts';

/**
 * A task definition, `undefined` where it was deleted, and the paths of what ECS answered and the SDK dropped: the SDK keeps only fields
 * that it knows, and a copy made of what it kept would lose the others in silence.
 */
export async function describeTaskDefinition(
  client: ECSClient,
  arn: string,
): Promise<{ readonly taskDefinition: TaskDefinition | undefined; readonly unknownFields: readonly string[] }> {
  const command = new DescribeTaskDefinitionCommand({ taskDefinition: arn });
  let raw = '{}';
  command.middlewareStack.add(
    (next) => async (request) => {
      const answered = await next(request);
      const { response } = answered;
      if (typeof response === 'object' && response !== null && 'body' in response) {
        // A body can be read once: the SDK is given the bytes that were read here.
        const bytes = await bytesOf(response.body);
        raw = Buffer.from(bytes).toString('utf8');
        response.body = bytes;
      }
      return answered;
    },
    { step: 'deserialize', priority: 'low', name: 'keepRawBody' },
  );
  try {
    const { taskDefinition } = await client.send(command);
    return { taskDefinition, unknownFields: unknownFields(definitionIn(raw), taskDefinition) };
  } catch (error) {
    // ECS says of a task definition that is not there: "Unable to describe task definition."
    if (error instanceof Error && error.name === 'ClientException')
      return { taskDefinition: undefined, unknownFields: [] };
    throw error;
  }
}

function definitionIn(raw: string): unknown {
  const answer: unknown = JSON.parse(raw);
  return typeof answer === 'object' && answer !== null && 'taskDefinition' in answer
    ? answer.taskDefinition
    : undefined;
}
