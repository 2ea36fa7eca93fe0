package dev.millrace.local.services;

import dev.millrace.local.data.DataException;
import org.apache.pekko.actor.AbstractActor;
import org.apache.pekko.actor.Status;
import org.elasticmq.actor.queue.OperationSuccessful$;
import org.elasticmq.actor.queue.QueueEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears of every change in ElasticMQ and keeps it. ElasticMQ answers its caller after a change of
/// a message was kept.
final class SqsListener extends AbstractActor {

  private static final Logger log = LoggerFactory.getLogger(SqsListener.class);

  private final SqsJournal journal;

  SqsListener(SqsJournal journal) {
    this.journal = journal;
  }

  @Override
  public Receive createReceive() {
    return receiveBuilder().match(QueueEvent.class, this::happened).build();
  }

  private void happened(QueueEvent event) {
    try {
      switch (event) {
        case QueueEvent.QueueCreated created -> journal.queue(StoredQueue.of(created.queue()));
        case QueueEvent.QueueMetadataUpdated updated ->
            journal.queue(StoredQueue.of(updated.queue()));
        case QueueEvent.QueueDeleted deleted -> journal.queueDeleted(deleted.queueName());
        case QueueEvent.MessageAdded added -> {
          journal.message(added.queueName(), StoredMessage.of(added.message()));
          done();
        }
        case QueueEvent.MessageUpdated updated -> {
          journal.message(updated.queueName(), StoredMessage.of(updated.message()));
          done();
        }
        case QueueEvent.MessageRemoved removed -> {
          journal.messageRemoved(removed.queueName(), removed.messageId());
          done();
        }
        default -> throw new IllegalStateException("unknown event " + event);
      }
    } catch (DataException e) {
      log.atWarn().addKeyValue("cause", e.getMessage()).log("a change in SQS could not be kept");
      getSender().tell(new Status.Failure(e), getSelf());
    }
  }

  private void done() {
    getSender().tell(OperationSuccessful$.MODULE$, getSelf());
  }
}
