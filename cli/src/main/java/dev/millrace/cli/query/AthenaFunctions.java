package dev.millrace.cli.query;

import java.util.List;

/// Functions of Athena that DuckDB has not, or has under another name.
final class AthenaFunctions {

  private static final List<String> MACROS =
      List.of(
          "approx_distinct(x) AS approx_count_distinct(x)",
          "approx_percentile(x, p) AS approx_quantile(x, p)",
          "cardinality(x) AS len(x)",
          """
          date_add(unit, n, t) AS t + CASE lower(unit)
            WHEN 'second' THEN to_seconds(n) WHEN 'minute' THEN to_minutes(n)
            WHEN 'hour' THEN to_hours(n) WHEN 'day' THEN to_days(n)
            WHEN 'week' THEN to_weeks(n) WHEN 'month' THEN to_months(n)
            WHEN 'quarter' THEN to_months(3 * n) WHEN 'year' THEN to_years(n)
            ELSE error('date_add: no unit ' || unit) END\
          """,
          "day_of_week(t) AS isodow(t)",
          "day_of_year(t) AS dayofyear(t)",
          "element_at(c, k) AS c[k]",
          "from_iso8601_date(s) AS CAST(s AS DATE)",
          "from_iso8601_timestamp(s) AS CAST(s AS TIMESTAMPTZ)",
          "from_unixtime(n) AS to_timestamp(n)",
          "json_extract_scalar(j, p) AS json_extract_string(j, p)",
          "json_format(j) AS CAST(j AS VARCHAR)",
          "json_parse(s) AS CAST(s AS JSON)",
          "regexp_like(s, p) AS regexp_matches(s, p)",
          "sequence(a, b) AS generate_series(a, b)",
          "to_unixtime(t) AS epoch(t)");

  private AthenaFunctions() {}

  /// Statements that make them.
  static List<String> definitions() {
    return MACROS.stream().map(macro -> "CREATE TEMP MACRO " + macro).toList();
  }
}
