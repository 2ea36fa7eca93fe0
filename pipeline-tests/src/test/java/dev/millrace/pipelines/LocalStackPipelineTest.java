package dev.millrace.pipelines;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/// The contract with LocalStack's services: at `LOCALSTACK_ENDPOINT_URL`, or in a container.
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(Outcomes.class)
class LocalStackPipelineTest extends PipelineContract {

  private final Object slow = new Object();
  private final Object quick = new Object();
  private @Nullable LocalStack localStack;

  LocalStackPipelineTest() {
    super(Run.unique());
  }

  @BeforeAll
  void start() {
    localStack = LocalStack.find();
  }

  @Override
  Backend deploy(Map<String, String> parameters) {
    // what changes the sensor persister's mapping is about no delivery
    var firehose = !parameters.containsKey("SensorBatchSize");
    // not all at once: LocalStack answers late while it makes resources for many
    synchronized (firehose ? slow : quick) {
      return new LocalStackBackend(url(), parameters, Run.unique(), firehose);
    }
  }

  private URI url() {
    if (localStack == null) {
      throw new IllegalStateException("LocalStack has not been found");
    }
    return localStack.url();
  }

  @Override
  @AfterAll
  void close() {
    super.close();
    if (localStack != null) {
      localStack.close();
    }
  }
}
