package dev.millrace.fleet;

import org.apache.flink.streaming.api.functions.windowing.ProcessWindowFunction;
import org.apache.flink.streaming.api.windowing.windows.TimeWindow;
import org.apache.flink.util.Collector;

/// Tells whose totals they are and of when, for Flink.
final class Summing extends ProcessWindowFunction<Totals, Summary, String, TimeWindow> {

  @Override
  public void process(
      String name, Context context, Iterable<Totals> totals, Collector<Summary> out) {
    totals.forEach(each -> out.collect(new Summary(name, context.window().getStart(), each)));
  }
}
