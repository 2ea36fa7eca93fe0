// Delivers the trips that have all their coordinates.
import { FirehoseClient, PutRecordBatchCommand } from '@aws-sdk/client-firehose';

const firehose = new FirehoseClient({});

const COORDINATES = ['pickup_latitude', 'pickup_longitude', 'dropoff_latitude', 'dropoff_longitude'];

export const handler = async (event) => {
  const trips = event.Records.map((record) => JSON.parse(Buffer.from(record.kinesis.data, 'base64').toString())).filter(isValid);
  const calls = [];
  for (let i = 0; i < trips.length; i += 500) {
    calls.push(deliver(trips.slice(i, i + 500)));
  }
  await Promise.all(calls);
  return { batchItemFailures: [] };
};

const isValid = (trip) => trip.type === 'trip' && COORDINATES.every((name) => typeof trip[name] === 'number' && trip[name] !== 0);

async function deliver(trips) {
  let left = trips.map((trip) => ({ Data: Buffer.from(JSON.stringify(trip) + '\n') }));
  while (left.length > 0) {
    const answer = await firehose.send(
      new PutRecordBatchCommand({ DeliveryStreamName: process.env.DELIVERY_STREAM_NAME, Records: left }),
    );
    left = left.filter((_, i) => answer.RequestResponses[i].ErrorCode);
  }
}
