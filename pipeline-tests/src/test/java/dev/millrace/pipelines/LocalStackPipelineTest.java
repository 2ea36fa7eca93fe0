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

  private @Nullable LocalStack localStack;

  LocalStackPipelineTest() {
    super(Run.unique());
  }

  @BeforeAll
  void start() {
    localStack = LocalStack.find();
  }

  /// One at a time: LocalStack does not answer in time while it loads services for several.
  @Override
  synchronized Backend deploy(Map<String, String> parameters) {
    // what changes the sensor persister's mapping is about no delivery
    return new LocalStackBackend(
        url(), parameters, Run.unique(), !parameters.containsKey("SensorBatchSize"));
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
