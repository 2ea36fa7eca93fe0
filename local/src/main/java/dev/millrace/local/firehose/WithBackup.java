package dev.millrace.local.firehose;

/// Takes records as they came to one place, everything else to another.
record WithBackup(Sink delivery, Sink backup) implements Sink {

  @Override
  public void store(Batch batch) {
    of(batch).store(batch);
  }

  @Override
  public String place(Batch batch) {
    return of(batch).place(batch);
  }

  private Sink of(Batch batch) {
    return batch.lane() instanceof Lane.Backup ? backup : delivery;
  }
}
