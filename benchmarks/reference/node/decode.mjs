// Reads every record, and does nothing with it.
export const handler = async (event) => {
  let bytes = 0;
  for (const record of event.Records) {
    const data = Buffer.from(record.kinesis.data, 'base64');
    JSON.parse(data.toString());
    bytes += data.length;
  }
  return bytes;
};
