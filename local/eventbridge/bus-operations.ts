import type {
  CreateEventBusRequest,
  CreateEventBusResponse,
  DeleteEventBusRequest,
  DescribeEventBusRequest,
  DescribeEventBusResponse,
  EventBus,
  ListEventBusesRequest,
  ListEventBusesResponse,
} from '@aws-sdk/client-eventbridge';
import { AwsError } from '../kernel/aws-error.ts';
import { type Operations, operation } from '../kernel/aws-service.ts';
import type { Clock } from '../kernel/clock.ts';
import { pageOf } from './page.ts';
import { type Bus, busArn, busName, DEFAULT_BUS } from './rule.ts';
import type { RuleBook } from './rule-book.ts';

export function busOperations(rules: RuleBook, clock: Clock): Operations {
  return {
    CreateEventBus: operation<CreateEventBusRequest, CreateEventBusResponse>({
      permissions: ({ Name }) => [{ action: 'events:CreateEventBus', resource: busArn(Name ?? '') }],
      run({
        Name: name = '',
        Description: description,
        EventSourceName,
        KmsKeyIdentifier,
        DeadLetterConfig,
        LogConfig,
        Tags,
      }) {
        const other = Object.entries({ EventSourceName, KmsKeyIdentifier, DeadLetterConfig, LogConfig, Tags });
        refuseOther(other.filter(([, value]) => value !== undefined).map(([parameter]) => parameter));
        if (rules.hasBus(name)) {
          throw new AwsError('ResourceAlreadyExistsException', `Event bus ${name} already exists.`);
        }
        if (!/^[.\-_A-Za-z0-9]{1,256}$/.test(name)) {
          throw new AwsError('ValidationException', `Event bus name ${name} must be 1 to 256 of [.-_A-Za-z0-9].`);
        }
        rules.putBus({ name, description, createdAt: clock.now() });
        return { EventBusArn: busArn(name), ...(description === undefined ? {} : { Description: description }) };
      },
    }),
    DeleteEventBus: operation<DeleteEventBusRequest, object>({
      permissions: ({ Name }) => [{ action: 'events:DeleteEventBus', resource: busArn(Name ?? '') }],
      run({ Name: name = '' }) {
        if (name === DEFAULT_BUS) throw new AwsError('ValidationException', 'Cannot delete event bus default.');
        rules.bus(name);
        if (rules.rules(name).length > 0) {
          throw new AwsError('ValidationException', `Event bus ${name} can't be deleted since it has rules.`);
        }
        rules.removeBus(name);
        return {};
      },
    }),
    DescribeEventBus: operation<DescribeEventBusRequest, DescribeEventBusResponse>({
      permissions: ({ Name }) => [{ action: 'events:DescribeEventBus', resource: busArn(busName(Name)) }],
      run: ({ Name }) => shown(rules.bus(busName(Name))),
    }),
    ListEventBuses: operation<ListEventBusesRequest, ListEventBusesResponse>({
      permissions: () => [{ action: 'events:ListEventBuses', resource: '*' }],
      run({ NamePrefix: prefix = '', Limit, NextToken }) {
        const buses = rules.buses().filter(({ name }) => name.startsWith(prefix));
        const { page, next } = pageOf(buses, ({ name }) => name, Limit, NextToken);
        return { EventBuses: page.map(shown), ...next };
      },
    }),
  };
}

/** Refuses what the local EventBridge does not have. */
function refuseOther(parameters: readonly string[]): void {
  if (parameters.length === 0) return;
  throw new AwsError(
    'ValidationException',
    `The local EventBridge does not support ${parameters.join(', ')} of a bus.`,
  );
}

function shown({ name, description, createdAt }: Bus): EventBus {
  const created = new Date(createdAt);
  return {
    Name: name,
    Arn: busArn(name),
    ...(description === undefined ? {} : { Description: description }),
    CreationTime: created,
    LastModifiedTime: created,
  };
}
