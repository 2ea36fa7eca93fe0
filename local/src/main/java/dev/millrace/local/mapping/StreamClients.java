package dev.millrace.local.mapping;

import java.util.function.Supplier;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;

/// Where a mapping's stream is read.
///
/// @param kinesis if it is one of Kinesis
/// @param pushing where Kinesis pushes, over HTTP/2; asked for when it is needed first
/// @param dynamoDb if it is one of DynamoDB
public record StreamClients(
    KinesisClient kinesis, Supplier<KinesisAsyncClient> pushing, DynamoDbStreamsClient dynamoDb) {}
