package dev.millrace.local.firehose.transform;

import java.util.Map;

/// What the function made of a record.
public sealed interface Transformed {

  /// The data to deliver.
  ///
  /// @param partitionKeys for `!{partitionKeyFromLambda:...}`
  record Ok(byte[] data, Map<String, String> partitionKeys) implements Transformed {

    public Ok {
      partitionKeys = Map.copyOf(partitionKeys);
    }
  }

  /// The function wants it nowhere.
  record Dropped() implements Transformed {}

  /// The record as it came belongs under the error prefix, as a failure document.
  record Failed(String code, String message) implements Transformed {

    /// What becomes of every record if the function fails once more than it may be retried.
    public static final Failed FUNCTION_ERROR =
        new Failed(
            "Lambda.FunctionError",
            "The Lambda function was successfully invoked but it returned an error result.");

    /// What becomes of every record if there is no such function.
    public static final Failed NO_FUNCTION =
        new Failed(
            "Lambda.ResourceNotFound",
            "The specified Lambda function does not exist. Use a different function that does"
                + " exist.");
  }
}
