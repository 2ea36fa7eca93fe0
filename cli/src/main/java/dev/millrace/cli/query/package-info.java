/// SQL over the tables of a Glue catalog, as Athena answers it, with DuckDB.
@NullMarked
package dev.millrace.cli.query;

import org.jspecify.annotations.NullMarked;
