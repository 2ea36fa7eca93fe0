package dev.millrace.local.lambda;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/// The environment variables a function sees: Lambda's and its own, and nothing of the caller's.
final class FunctionVariables {

  private FunctionVariables() {}

  static Map<String, String> of(
      FunctionConfig config, Path taskRoot, String logStream, FunctionsOptions options) {
    var variables = new TreeMap<String, String>();
    variables.put("AWS_ENDPOINT_URL", options.endpoint().get().toString());
    variables.put("LANG", "en_US.UTF-8");
    variables.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    variables.put("TZ", ":UTC");
    variables.putAll(options.variables());
    variables.putAll(config.environment());
    putCredentials(variables, options.credentials().of(config.name()));
    variables.put("AWS_REGION", config.region());
    variables.put("AWS_DEFAULT_REGION", config.region());
    variables.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + config.runtime());
    variables.put("AWS_LAMBDA_FUNCTION_NAME", config.name());
    variables.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
    variables.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(config.memoryMb()));
    variables.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    variables.put("AWS_LAMBDA_LOG_GROUP_NAME", config.logGroup());
    variables.put("AWS_LAMBDA_LOG_STREAM_NAME", logStream);
    variables.put("LAMBDA_TASK_ROOT", taskRoot.toString());
    variables.put("_HANDLER", config.handler());
    return variables;
  }

  private static void putCredentials(Map<String, String> variables, AwsCredentials credentials) {
    variables.put("AWS_ACCESS_KEY_ID", credentials.accessKeyId());
    variables.put("AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey());
    if (credentials instanceof AwsSessionCredentials session) {
      variables.put("AWS_SESSION_TOKEN", session.sessionToken());
    } else {
      variables.remove("AWS_SESSION_TOKEN");
    }
  }
}
