package dev.millrace.common.testkit;

import com.amazonaws.services.lambda.runtime.ClientContext;
import com.amazonaws.services.lambda.runtime.CognitoIdentity;
import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.LambdaLogger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// A Lambda context whose remaining time the test sets, and whose log it can read.
public final class FakeContext implements Context {

  private final List<String> lines = new ArrayList<>();
  private final LambdaLogger logger = new Recorder();
  private String requestId = "00000000-0000-0000-0000-000000000001";
  private String functionName = "test-function";
  private Duration remaining = Duration.ofMinutes(5);

  public FakeContext requestId(String id) {
    requestId = id;
    return this;
  }

  public FakeContext functionName(String name) {
    functionName = name;
    return this;
  }

  public FakeContext remaining(Duration time) {
    remaining = time;
    return this;
  }

  /// Time passes.
  public void advance(Duration time) {
    remaining = remaining.minus(time);
  }

  /// What was logged, one entry per call, each without its final line feed.
  public List<String> lines() {
    return List.copyOf(lines);
  }

  @Override
  public int getRemainingTimeInMillis() {
    return Math.toIntExact(remaining.toMillis());
  }

  @Override
  public LambdaLogger getLogger() {
    return logger;
  }

  @Override
  public String getAwsRequestId() {
    return requestId;
  }

  @Override
  public String getFunctionName() {
    return functionName;
  }

  @Override
  public String getFunctionVersion() {
    return "$LATEST";
  }

  @Override
  public String getInvokedFunctionArn() {
    return "arn:aws:lambda:us-east-1:000000000000:function:" + functionName;
  }

  @Override
  public String getLogGroupName() {
    return "/aws/lambda/" + functionName;
  }

  @Override
  public String getLogStreamName() {
    return "2026/01/01/[$LATEST]0";
  }

  @Override
  public int getMemoryLimitInMB() {
    return 512;
  }

  @Override
  public CognitoIdentity getIdentity() {
    throw new UnsupportedOperationException("a stream's batch has no caller");
  }

  @Override
  public ClientContext getClientContext() {
    throw new UnsupportedOperationException("a stream's batch has no caller");
  }

  private final class Recorder implements LambdaLogger {

    @Override
    public void log(String message) {
      lines.add(message.endsWith("\n") ? message.substring(0, message.length() - 1) : message);
    }

    @Override
    public void log(byte[] message) {
      log(new String(message, StandardCharsets.UTF_8));
    }
  }
}
