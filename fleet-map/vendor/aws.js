export { KinesisClient, GetRecordsCommand, GetShardIteratorCommand, ListShardsCommand } from "@aws-sdk/client-kinesis";
export { fromCognitoIdentityPool } from "@aws-sdk/credential-provider-cognito-identity";
