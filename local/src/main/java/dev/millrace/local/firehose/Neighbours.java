package dev.millrace.local.firehose;

import dev.millrace.local.gateway.AwsException;
import dev.millrace.local.glue.GlueServer;
import dev.millrace.local.lambda.InvokeResult;
import dev.millrace.local.lambda.Invoker;
import dev.millrace.local.mapping.StreamSignals;
import java.net.URI;
import java.util.Optional;
import java.util.function.Function;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.s3.S3Client;

/// The services that delivery streams read from and write to.
///
/// @param s3 writes the objects, by the ARN of the role that does
/// @param kinesis reads the sources, by the ARN of the role that does
/// @param glue has the tables into whose format records are converted
/// @param functions transform records
/// @param domains finds the endpoint of an OpenSearch domain by its ARN
/// @param signals tells of new records in the sources
/// @param access what roles may do with the tables and the functions
public record Neighbours(
    Function<String, S3Client> s3,
    Function<String, KinesisClient> kinesis,
    GlueServer glue,
    Invoker functions,
    Function<String, Optional<URI>> domains,
    StreamSignals signals,
    RoleAccess access) {

  /// Services that take every role for the same.
  public Neighbours(
      S3Client s3,
      KinesisClient kinesis,
      GlueServer glue,
      Invoker functions,
      Function<String, Optional<URI>> domains,
      StreamSignals signals) {
    this(_ -> s3, _ -> kinesis, glue, functions, domains, signals, RoleAccess.ALL);
  }

  /// Functions, as a role may invoke them.
  ///
  /// @param arn of the function
  Invoker functions(String roleArn, String arn) {
    return (function, event) -> {
      try {
        access.check(roleArn, "lambda:InvokeFunction", arn);
      } catch (AwsException e) {
        return new InvokeResult.NotReached(e.error().type(), String.valueOf(e.getMessage()));
      }
      return functions.invoke(function, event);
    };
  }
}
