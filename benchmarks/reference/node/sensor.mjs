// Keeps every reading in a table.
import { BatchWriteItemCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';

const dynamo = new DynamoDBClient({});

export const handler = async (event) => {
  const puts = event.Records.map((record) => put(JSON.parse(Buffer.from(record.kinesis.data, 'base64').toString())));
  const calls = [];
  for (let i = 0; i < puts.length; i += 25) {
    calls.push(write(puts.slice(i, i + 25)));
  }
  await Promise.all(calls);
  return { batchItemFailures: [] };
};

const put = (reading) => ({
  PutRequest: {
    Item: {
      Name: { S: reading.Name },
      StatusTime: { S: reading.StatusTime },
      Latitude: { N: String(reading.Latitude) },
      Longitude: { N: String(reading.Longitude) },
      Distance: { N: String(reading.Distance) },
      MagicPoints: { N: String(reading.MagicPoints) },
      HealthPoints: { N: String(reading.HealthPoints) },
    },
  },
});

async function write(puts) {
  let left = { [process.env.TABLE_NAME]: puts };
  while (Object.keys(left).length > 0) {
    const answer = await dynamo.send(new BatchWriteItemCommand({ RequestItems: left }));
    left = answer.UnprocessedItems ?? {};
  }
}
