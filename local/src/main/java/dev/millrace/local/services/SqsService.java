package dev.millrace.local.services;

import dev.millrace.local.Checkpoint;
import dev.millrace.local.gateway.Route;
import dev.millrace.local.gateway.Signing;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.pattern.Patterns;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.elasticmq.NodeAddress;
import org.elasticmq.QueueData;
import org.elasticmq.StrictSQSLimits$;
import org.elasticmq.actor.QueueManagerActor;
import org.elasticmq.msg.CreateQueue;
import org.elasticmq.msg.DeleteQueue;
import org.elasticmq.msg.GetQueueData;
import org.elasticmq.msg.ListQueues;
import org.elasticmq.msg.LookupQueue;
import org.elasticmq.msg.RestoreMessages;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import org.elasticmq.rest.sqs.TheSQSRestServerBuilder;
import org.elasticmq.util.NowProvider;
import scala.Option;
import scala.jdk.javaapi.CollectionConverters;
import scala.util.Either;

/// SQS: ElasticMQ on a port of its own, reached through the gateway. Queues live in memory; those
/// of a service that was started on a file are kept there, too.
///
/// Deviates from AWS: after a restart, FIFO queues have forgotten the deduplication ids of messages
/// that were deleted.
public final class SqsService implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final SQSRestServer server;
  private final ActorRef manager;
  private final Handler handler;
  private final AutoCloseable kept;

  private SqsService(SQSRestServer server, ActorRef manager, AutoCloseable kept) {
    this.server = server;
    this.manager = manager;
    this.handler = new ReverseProxy(server.waitUntilStarted().localAddress().getPort());
    this.kept = kept;
  }

  /// Starts without queues; they are gone when it closes.
  ///
  /// @param gatewayPort the port that queue URLs name
  /// @param region the region in queue ARNs
  /// @param account the account in queue ARNs and URLs
  public static SqsService start(int gatewayPort, String region, String account) {
    var system = ActorSystem.create("elasticmq");
    var manager = manager(system, Option.empty());
    var server =
        builder(gatewayPort, region, account)
            .withActorSystem(system)
            .withQueueManagerActor(manager)
            .start();
    return new SqsService(server, manager, () -> terminate(system));
  }

  /// Starts with the queues and messages that an earlier run left in a file, and keeps them there.
  ///
  /// @param file made if it is not there
  /// @throws dev.millrace.local.data.DataException if the file cannot be used
  public static SqsService start(Path file, int gatewayPort, String region, String account) {
    var journal = SqsJournal.open(file);
    var queues = journal.queues();
    var messages = queues.stream().map(queue -> journal.messages(queue.name())).toList();
    var system = ActorSystem.create("elasticmq");
    var listener = system.actorOf(Props.create(SqsListener.class, () -> new SqsListener(journal)));
    var manager = manager(system, Option.apply(listener));
    for (int i = 0; i < queues.size(); i++) {
      var restored = messages.get(i).stream().map(StoredMessage::message).toList();
      ask(
          create(manager, queues.get(i)),
          new RestoreMessages(CollectionConverters.asScala(restored).toList()));
    }
    var server =
        builder(gatewayPort, region, account)
            .withActorSystem(system)
            .withQueueManagerActor(manager)
            .withQueueEventListener(listener)
            .start();
    return new SqsService(
        server,
        manager,
        () -> {
          terminate(system);
          journal.close();
        });
  }

  private static ActorRef manager(ActorSystem system, Option<ActorRef> listener) {
    return system.actorOf(
        Props.create(
            QueueManagerActor.class,
            () -> new QueueManagerActor(new NowProvider(), StrictSQSLimits$.MODULE$, listener)));
  }

  private static void terminate(ActorSystem system) {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().join();
  }

  /// The way back to the queues as they are now, empty.
  public Checkpoint checkpoint() {
    var then = StoredQueue.inOrder(queues().values().stream().map(SqsService::settings).toList());
    return () -> {
      queues().forEach(this::delete);
      then.forEach(queue -> create(manager, queue));
    };
  }

  private Map<String, ActorRef> queues() {
    var queues = new HashMap<String, ActorRef>();
    if (ask(manager, new ListQueues()) instanceof scala.collection.Iterable<?> names) {
      for (var name : CollectionConverters.asJavaCollection(names)) {
        if (ask(manager, new LookupQueue(name.toString())) instanceof Option<?> found
            && found.isDefined()
            && found.get() instanceof ActorRef queue) {
          queues.put(name.toString(), queue);
        }
      }
    }
    return queues;
  }

  private static StoredQueue settings(ActorRef queue) {
    if (ask(queue, new GetQueueData()) instanceof QueueData data) {
      return StoredQueue.of(data);
    }
    throw new IllegalStateException("queue " + queue + " does not tell its settings");
  }

  /// Its name is free when this returns.
  private void delete(String name, ActorRef queue) {
    ask(manager, new DeleteQueue(name));
    Patterns.gracefulStop(queue, PATIENCE).toCompletableFuture().join();
  }

  private static TheSQSRestServerBuilder builder(int gatewayPort, String region, String account) {
    return SQSRestServerBuilder.withInterface("127.0.0.1")
        .withPort(0)
        .withServerAddress(new NodeAddress("http", "127.0.0.1", gatewayPort, ""))
        .withAWSRegion(region)
        .withAWSAccountId(account);
  }

  private static ActorRef create(ActorRef manager, StoredQueue queue) {
    if (ask(manager, new CreateQueue(queue.data())) instanceof Either<?, ?> answer
        && answer.isRight()
        && answer.toOption().get() instanceof ActorRef actor) {
      return actor;
    }
    throw new IllegalStateException("queue " + queue.name() + " cannot be restored");
  }

  private static Object ask(ActorRef actor, Object message) {
    return Patterns.ask(actor, message, PATIENCE).toCompletableFuture().join();
  }

  /// Its part of the gateway.
  public Route route() {
    return new Route(SqsService::accepts, handler);
  }

  /// Whether a request is for SQS: in the JSON protocol by its target, in the query protocol (a
  /// posted form) unless it is signed for another service.
  static boolean accepts(Request request) {
    var target = request.getHeaders().get("X-Amz-Target");
    if (target != null) {
      return target.startsWith("AmazonSQS.");
    }
    var type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    return type != null
        && type.startsWith("application/x-www-form-urlencoded")
        && Signing.service(request).map("sqs"::equals).orElse(true);
  }

  @Override
  public void close() {
    server.stopAndWait();
    try {
      kept.close();
    } catch (Exception e) {
      throw new IllegalStateException("what the queues hold could not be closed", e);
    }
  }
}
