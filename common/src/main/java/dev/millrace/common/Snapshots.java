package dev.millrace.common;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;

/// What a function does before Lambda takes a snapshot of it.
///
/// With SnapStart, Lambda initializes a version of a function once, when it is published, and
/// starts it from a snapshot of its memory. What was gone through before need not be loaded and
/// linked again, and what must not be in two places, such as a connection, has to be given up.
///
/// See `https://docs.aws.amazon.com/lambda/latest/dg/snapstart-runtime-hooks.html`.
public final class Snapshots {

  private static final String INITIALIZATION_TYPE = "AWS_LAMBDA_INITIALIZATION_TYPE";
  private static final String SNAP_START = "snap-start";

  /// Held here because a context forgets what nobody else holds.
  private static final Snapshots THIS_FUNCTION = new Snapshots();

  private final List<Runnable> rehearsals = new CopyOnWriteArrayList<>();
  private final List<Runnable> releases = new CopyOnWriteArrayList<>();
  private final Resource resource = new Before();

  Snapshots() {}

  static {
    if (SNAP_START.equals(System.getenv(INITIALIZATION_TYPE))) {
      THIS_FUNCTION.register(Core.getGlobalContext());
    }
  }

  /// Work to be done before a snapshot of this function.
  public static void rehearse(Runnable work) {
    THIS_FUNCTION.rehearsals.add(work);
  }

  /// What is to be given up before a snapshot of this function, after all rehearsals.
  public static void release(Runnable work) {
    THIS_FUNCTION.releases.add(work);
  }

  void register(Context<Resource> context) {
    context.register(resource);
  }

  void add(Runnable rehearsal, Runnable release) {
    rehearsals.add(rehearsal);
    releases.add(release);
  }

  private final class Before implements Resource {

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
      rehearsals.forEach(Runnable::run);
      releases.forEach(Runnable::run);
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
      // whatever the snapshot holds is as good as new
    }
  }
}
