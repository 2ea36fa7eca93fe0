// Logs the text of every record.
export const handler = async (event) => {
  for (const record of event.Records) {
    console.log(Buffer.from(record.kinesis.data, 'base64').toString());
  }
  return `Successfully processed ${event.Records.length} records.`;
};
