// Reads a Kinesis stream in the browser: every shard from now on, children after their parents.

import {
  fromCognitoIdentityPool,
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
} from "./vendor/aws.js";
import { unpack } from "./kpl.js";

// A shard gives five reads a second to all its readers together; every open map is one of them.
const EVERY = 1000;
const LONGEST_PAUSE = 30_000;
const MOST_RECORDS = 1000;
const AGO = 30_000;

/**
 * The client for what config.json says: `region`, and `identityPoolId` for an anonymous identity. A stack on this
 * machine (`local`) answers where the page is from, and takes any key if it has no identity pool.
 */
export function client(config) {
  const place = { region: config.region, ...(config.local && { endpoint: location.origin }) };
  const credentials = config.identityPoolId
    ? fromCognitoIdentityPool({ identityPoolId: config.identityPoolId, clientConfig: place })
    : { accessKeyId: "test", secretAccessKey: "test" };
  return new KinesisClient({ ...place, credentials });
}

/**
 * Reads until `signal` is aborted.
 *
 * @param onRecord gets the bytes of each user record
 * @param onState gets null after a read that worked, else the error it failed with
 */
export async function read(kinesis, stream, signal, onRecord, onState) {
  const shards = await insistent(() => openShards(kinesis, stream), signal, onState);
  const begin = new Date(Date.now() - AGO);
  for (const shard of shards ?? []) {
    readShard(shard, { ShardIteratorType: "AT_TIMESTAMP", Timestamp: begin });
  }

  async function readShard(ShardId, from) {
    let start = from;
    let iterator;
    while (!signal.aborted) {
      const answer = await insistent(async () => {
        iterator ??= (
          await kinesis.send(new GetShardIteratorCommand({ StreamName: stream, ShardId, ...start }))
        ).ShardIterator;
        try {
          return await kinesis.send(
            new GetRecordsCommand({ ShardIterator: iterator, Limit: MOST_RECORDS }));
        } catch (error) {
          if (error.name === "ExpiredIteratorException") {
            iterator = undefined;
          }
          throw error;
        }
      }, signal, onState);
      if (!answer) {
        return;
      }
      for (const record of answer.Records) {
        start = {
          ShardIteratorType: "AFTER_SEQUENCE_NUMBER",
          StartingSequenceNumber: record.SequenceNumber,
        };
        unpack(record.Data).forEach(onRecord);
      }
      iterator = answer.NextShardIterator;
      if (!iterator) {
        // of two parents of a shard the first to end begins it; that it is read once is what counts here
        answer.ChildShards?.filter((child) => child.ParentShards[0] === ShardId)
          .forEach((child) => readShard(child.ShardId, { ShardIteratorType: "TRIM_HORIZON" }));
        return;
      }
      if (answer.MillisBehindLatest === 0) {
        await pause(EVERY, signal);
      }
    }
  }
}

/** Those without a child. */
async function openShards(kinesis, stream) {
  const shards = [];
  let page = { StreamName: stream };
  do {
    const answer = await kinesis.send(new ListShardsCommand(page));
    shards.push(...answer.Shards);
    page = answer.NextToken && { NextToken: answer.NextToken };
  } while (page);
  return shards
    .filter((shard) => !shard.SequenceNumberRange.EndingSequenceNumber)
    .map((shard) => shard.ShardId);
}

/** Tries until it works, with growing pauses; undefined if `signal` was aborted before. */
async function insistent(call, signal, onState) {
  for (let wait = EVERY; !signal.aborted; wait = Math.min(2 * wait, LONGEST_PAUSE)) {
    try {
      const answer = await call();
      onState(null);
      return answer;
    } catch (error) {
      onState(error);
      await pause(wait, signal);
    }
  }
  return undefined;
}

function pause(millis, signal) {
  return new Promise((done) => {
    const timer = setTimeout(done, millis);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      done();
    }, { once: true });
  });
}
