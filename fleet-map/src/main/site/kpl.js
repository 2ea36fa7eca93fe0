// Aggregates of the Kinesis Producer Library: a magic number, a Protocol Buffers message, and its MD5.
// Format: github.com/awslabs/amazon-kinesis-producer, aggregation-format.md

const MAGIC = [0xf3, 0x89, 0x9a, 0xc2];
const DIGEST = 16;

/** The user records' bytes; of a record that is no aggregate, itself. The digest is not checked. */
export function unpack(data) {
  if (data.length < MAGIC.length + DIGEST || MAGIC.some((byte, i) => data[i] !== byte)) {
    return [data];
  }
  try {
    const message = data.subarray(MAGIC.length, data.length - DIGEST);
    return fields(message).filter(([number]) => number === 3).map(([, record]) => payload(record));
  } catch (malformed) {
    return [data];
  }
}

function payload(record) {
  const found = fields(record).find(([number]) => number === 3);
  if (!found) {
    throw new RangeError("a record of an aggregate has no data");
  }
  return found[1];
}

/** Pairs of field number and value: bytes of those with a length, numbers of the others. */
function fields(message) {
  const found = [];
  let at = 0;
  const varint = () => {
    let value = 0;
    for (let shift = 1; ; shift *= 128) {
      if (at >= message.length) {
        throw new RangeError("an aggregate ends too early");
      }
      const byte = message[at++];
      value += (byte & 127) * shift;
      if (byte < 128) {
        return value;
      }
    }
  };
  while (at < message.length) {
    const tag = varint();
    const value = varint();
    if (tag % 8 === 2) {
      if (at + value > message.length) {
        throw new RangeError("an aggregate ends too early");
      }
      found.push([tag >> 3, message.subarray(at, at + value)]);
      at += value;
    } else if (tag % 8 === 0) {
      found.push([tag >> 3, value]);
    } else {
      throw new RangeError(`an aggregate has a field of wire type ${tag % 8}`);
    }
  }
  return found;
}
