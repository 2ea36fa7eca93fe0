// Adds every new score to its user's total, and tells a stream.
import { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { KinesisClient, PutRecordCommand } from '@aws-sdk/client-kinesis';
import { NodeHttpHandler } from '@smithy/node-http-handler';

const dynamo = new DynamoDBClient({});
// the client would speak HTTP/2, which is slower to start and which the benchmark's endpoint does not speak
const kinesis = new KinesisClient({ requestHandler: new NodeHttpHandler() });

export const handler = async (event) => {
  await Promise.all(event.Records.map(count));
  return { batchItemFailures: [] };
};

async function count({ eventID, dynamodb }) {
  const username = dynamodb.NewImage.Username.S;
  const score = Number(dynamodb.NewImage.Score.N) - Number(dynamodb.OldImage?.Score.N ?? 0);
  await dynamo.send(
    new UpdateItemCommand({
      TableName: process.env.TOTALS_TABLE,
      Key: { Username: { S: username } },
      UpdateExpression: 'ADD Score :points',
      ExpressionAttributeValues: { ':points': { N: String(score) } },
    }),
  );
  const event = {
    id: eventID,
    timestamp: new Date(dynamodb.ApproximateCreationDateTime * 1000).toISOString(),
    tablename: process.env.TOTALS_TABLE,
    username,
    score,
  };
  await kinesis.send(
    new PutRecordCommand({
      StreamName: process.env.SCORE_STREAM,
      PartitionKey: username,
      Data: Buffer.from(JSON.stringify(event)),
    }),
  );
}
