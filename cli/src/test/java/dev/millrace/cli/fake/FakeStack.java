package dev.millrace.cli.fake;

import dev.millrace.cli.RunningStack;
import dev.millrace.cli.StackException;
import dev.millrace.cli.StackLauncher;
import dev.millrace.cli.aws.AwsClients;
import dev.millrace.cli.live.Stage;
import dev.millrace.local.stack.StackOptions;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// A stack over the fake services, which processes everything when it is drained.
public final class FakeStack implements StackLauncher {

  public final FakeDynamo dynamo = new FakeDynamo();
  public final FakeKinesis kinesis = new FakeKinesis();
  public final FakeS3 s3 = new FakeS3();
  public final FakeSqs sqs = new FakeSqs();

  /// What a test does to the results before they are read.
  public Consumer<FakeStack> damage = _ -> {};

  /// The complaint of draining, empty for none.
  public String stuck = "";

  /// What the functions logged: the name and the line.
  public final List<String[]> logged = new ArrayList<>();

  public final List<StackOptions> started = new ArrayList<>();
  public int closed;

  public AwsClients clients() {
    return new AwsClients(dynamo, kinesis, s3, sqs);
  }

  @Override
  public RunningStack start(StackOptions options, BiConsumer<String, String> log) {
    started.add(options);
    return new Running(log);
  }

  private final class Running implements RunningStack {
    private final BiConsumer<String, String> log;

    Running(BiConsumer<String, String> log) {
      this.log = log.andThen((function, line) -> logged.add(new String[] {function, line}));
    }

    @Override
    public URI endpoint() {
      return URI.create("http://127.0.0.1:4566");
    }

    @Override
    public List<String> functions() {
      return List.of("AggregateScoresByUser", "ProcessKinesisRecords");
    }

    @Override
    public String deliveryBucket() {
      return "delivery";
    }

    @Override
    public List<Stage> stages() {
      return List.of(new Stage("AggregateScoresByUser", 7, 2, 0, 1, 3));
    }

    @Override
    public void drain(Duration limit) {
      log.accept("AggregateScoresByUser", "{\"event\":\"batch\",\"written\":4}");
      new NaivePipelines(dynamo, kinesis, s3, sqs)
          .run()
          .forEach(line -> log.accept("ProcessKinesisRecords", line));
      damage.accept(FakeStack.this);
      if (!stuck.isEmpty()) {
        throw new StackException(stuck);
      }
    }

    @Override
    public void close() {
      closed++;
    }
  }
}
