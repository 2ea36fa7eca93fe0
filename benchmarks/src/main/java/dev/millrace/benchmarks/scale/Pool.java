package dev.millrace.benchmarks.scale;

/// How many invocations may run at a time, over all shards: the concurrency of a function.
final class Pool {

  private int free;

  Pool(int concurrency) {
    this.free = concurrency;
  }

  static Pool unlimited() {
    return new Pool(Integer.MAX_VALUE);
  }

  boolean take() {
    if (free == 0) {
      return false;
    }
    free--;
    return true;
  }

  void giveBack() {
    free++;
  }
}
