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

  /// A context forgets what nobody else holds.
  private static final List<Resource> HELD = new CopyOnWriteArrayList<>();

  private Snapshots() {}

  /// Work to be done before a snapshot, the latest first; never without SnapStart.
  public static void before(Runnable work) {
    if (SNAP_START.equals(System.getenv(INITIALIZATION_TYPE))) {
      register(Core.getGlobalContext(), work);
    }
  }

  static void register(Context<Resource> context, Runnable work) {
    var resource = new Before(work);
    HELD.add(resource);
    context.register(resource);
  }

  private record Before(Runnable work) implements Resource {

    @Override
    public void beforeCheckpoint(Context<? extends Resource> context) {
      work.run();
    }

    @Override
    public void afterRestore(Context<? extends Resource> context) {
      // whatever the snapshot holds is as good as new
    }
  }
}
