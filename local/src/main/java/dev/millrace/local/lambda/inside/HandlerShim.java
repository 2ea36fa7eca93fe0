package dev.millrace.local.lambda.inside;

import com.amazonaws.services.lambda.runtime.LambdaRuntime;
import com.amazonaws.services.lambda.runtime.api.client.EventHandlerLoader;
import com.amazonaws.services.lambda.runtime.api.client.HandlerInfo;
import com.amazonaws.services.lambda.runtime.api.client.LambdaEnvironment;
import com.amazonaws.services.lambda.runtime.api.client.LambdaRequestHandler;
import com.amazonaws.services.lambda.runtime.api.client.UserFault;
import com.amazonaws.services.lambda.runtime.api.client.logging.LambdaContextLogger;
import com.amazonaws.services.lambda.runtime.api.client.logging.LogSink;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.DtoSerializers;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.converters.LambdaErrorConverter;
import com.amazonaws.services.lambda.runtime.api.client.runtimeapi.dto.InvocationRequest;
import com.amazonaws.services.lambda.runtime.logging.LogFormat;
import com.amazonaws.services.lambda.runtime.logging.LogLevel;
import com.amazonaws.services.lambda.runtime.serialization.util.ReflectUtil;
import java.io.IOError;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Runs a handler with the parts of AWS's runtime interface client that find it, map its events and
/// report its errors.
///
/// Takes the place of the client's main class, which polls the Runtime API and changes settings of
/// the whole JVM.
public final class HandlerShim implements LoadedFunction {

  private final LambdaContextLogger logger =
      new LambdaContextLogger(
          new HostSink(),
          LogLevel.fromString(LambdaEnvironment.LAMBDA_LOG_LEVEL),
          LogFormat.fromString(LambdaEnvironment.LAMBDA_LOG_FORMAT));

  private @Nullable LambdaRequestHandler handler;
  private byte @Nullable [] initError;

  /// Makes the handler.
  ///
  /// @param handler `package.Class` or `package.Class::method`
  public HandlerShim(String handler) {
    ReflectUtil.setStaticField(LambdaRuntime.class, "logger", true, logger);
    try {
      this.handler = load(handler, HandlerShim.class.getClassLoader());
    } catch (UserFault fault) {
      initError = report(fault);
    }
  }

  @Override
  public byte @Nullable [] initError() {
    return initError;
  }

  @Override
  public Reply call(Call call) {
    var loaded = handler;
    if (loaded == null) {
      throw new IllegalStateException("the handler was not made");
    }
    try {
      return new Reply(false, false, loaded.call(request(call)).toByteArray());
    } catch (FunctionHost.Exit e) {
      // whoever waits for the reply was told by FunctionHost
      return new Reply(true, true, new byte[0]);
    } catch (UserFault fault) {
      UserFault.filterStackTrace(fault);
      return new Reply(true, fault.fatal, report(fault));
    } catch (Throwable e) {
      UserFault.filterStackTrace(e);
      log(UserFault.makeUserFault(e));
      var fatal = e instanceof VirtualMachineError || e instanceof IOError;
      return new Reply(
          true, fatal, DtoSerializers.serialize(LambdaErrorConverter.fromThrowable(e)));
    }
  }

  private static LambdaRequestHandler load(String handler, ClassLoader loader) {
    try {
      var loaded = EventHandlerLoader.loadEventHandler(HandlerInfo.fromString(handler, loader));
      if (loaded instanceof LambdaRequestHandler.UserFaultHandler failed && failed.fault.fatal) {
        throw failed.fault;
      }
      return loaded;
    } catch (HandlerInfo.InvalidHandlerException e) {
      throw UserFault.makeUserFault("Invalid handler: `" + handler + "'");
    } catch (ClassNotFoundException e) {
      return LambdaRequestHandler.classNotFound(e, HandlerInfo.className(handler));
    } catch (NoClassDefFoundError e) {
      return LambdaRequestHandler.initErrorHandler(e, HandlerInfo.className(handler));
    } catch (UserFault e) {
      throw e;
    } catch (Throwable e) {
      throw UserFault.makeUserFault(e, true);
    }
  }

  private static InvocationRequest request(Call call) {
    var request = new InvocationRequest();
    request.setId(call.requestId());
    request.setInvokedFunctionArn(call.functionArn());
    request.setDeadlineTimeInMs(call.deadlineMillis());
    request.setXrayTraceId(call.traceId());
    request.setClientContext(call.clientContext());
    request.setContent(call.event());
    return request;
  }

  private byte[] report(UserFault fault) {
    log(fault);
    return DtoSerializers.serialize(LambdaErrorConverter.fromUserFault(fault));
  }

  private void log(UserFault fault) {
    var json = LogFormat.JSON.name().equals(LambdaEnvironment.LAMBDA_LOG_FORMAT);
    logger.log(fault.reportableError(), json ? LogLevel.ERROR : LogLevel.UNDEFINED);
  }

  /// Hands log entries over as they are.
  private static final class HostSink implements LogSink {

    @Override
    public void log(byte[] message) {
      FunctionHost.log(new String(message, StandardCharsets.UTF_8).stripTrailing());
    }

    @Override
    public void log(LogLevel level, LogFormat format, byte[] message) {
      log(message);
    }

    @Override
    public void close() {}
  }
}
