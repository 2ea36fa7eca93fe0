package dev.millrace.local.stack;

import dev.millrace.local.kinesis.KinesisServer;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;

/// Sends a client's calls to [KinesisServer#ownService] of the embedded Kinesis.
final class OwnKinesisCalls implements ExecutionInterceptor {

  private static final String TARGET = "X-Amz-Target";

  @Override
  public SdkHttpRequest modifyHttpRequest(
      Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
    var request = context.httpRequest();
    return request
        .firstMatchingHeader(TARGET)
        .map(target -> request.copy(copy -> copy.putHeader(TARGET, own(target))))
        .orElse(request);
  }

  private static String own(String target) {
    return target.replace(KinesisServer.TARGET_PREFIX, KinesisServer.OWN_TARGET_PREFIX);
  }
}
