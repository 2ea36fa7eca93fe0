// Sums up each unicorn's distance over a window, in the state that Lambda carries, and keeps the sums at its end.
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';

const dynamo = new DynamoDBClient({});

export const handler = async (event) => {
  const state = { ...event.state };
  for (const record of event.Records) {
    add(state, JSON.parse(Buffer.from(record.kinesis.data, 'base64').toString()));
  }
  if (!event.isFinalInvokeForWindow && !event.isWindowTerminatedEarly) {
    return { state, batchItemFailures: [] };
  }
  await Promise.all(Object.entries(state).map(([name, totals]) => keep(name, totals, event)));
  return { state: {}, batchItemFailures: [] };
};

function add(state, reading) {
  const sum = (state[reading.Name] ??= {
    count: 0,
    distance: 0,
    minMagicPoints: Infinity,
    maxMagicPoints: -Infinity,
    minHealthPoints: Infinity,
    maxHealthPoints: -Infinity,
  });
  sum.count++;
  sum.distance += reading.Distance;
  sum.minMagicPoints = Math.min(sum.minMagicPoints, reading.MagicPoints);
  sum.maxMagicPoints = Math.max(sum.maxMagicPoints, reading.MagicPoints);
  sum.minHealthPoints = Math.min(sum.minHealthPoints, reading.HealthPoints);
  sum.maxHealthPoints = Math.max(sum.maxHealthPoints, reading.HealthPoints);
}

async function keep(name, sum, event) {
  const fields = Object.entries(sum);
  await dynamo.send(
    new UpdateItemCommand({
      TableName: process.env.TABLE_NAME,
      Key: { name: { S: name }, windowStart: { S: event.window.start } },
      UpdateExpression: 'SET ' + fields.map((_, i) => `#a${i} = :a${i}`).join(', ') + ', windowEnd = :end, shardId = :shard',
      ExpressionAttributeNames: Object.fromEntries(fields.map(([field], i) => [`#a${i}`, field])),
      ExpressionAttributeValues: {
        ...Object.fromEntries(fields.map(([, value], i) => [`:a${i}`, { N: String(value) }])),
        ':end': { S: event.window.end },
        ':shard': { S: event.shardId },
      },
    }),
  );
}
